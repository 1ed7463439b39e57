import { expect, test } from "vitest";
import { countOf, parseFilters, toSearch, widened } from "./filters";

const parsed = (search: string) => parseFilters(new URLSearchParams(search));

test("an address is read into filters and written again as it was", () => {
  const search = "q=mug&sort=price_asc&min_price=500&max_price=3000&in_stock=true&currency=EUR&attr.colour=sky+blue";

  expect(new URLSearchParams(toSearch(parsed(search))).toString()).toBe(
    new URLSearchParams(
      "q=mug&in_stock=true&sort=price_asc&min_price=500&max_price=3000&currency=EUR&attr.colour=sky+blue",
    ).toString(),
  );
});

test.each([
  ["sort=cheapest"],
  ["min_price=-5"],
  ["min_price=ten"],
  ["in_stock=perhaps"],
  ["currency=pounds"],
  ["attr.=x"],
  ["attr.colour="],
  ["cursor=abc"],
  ["unknown=1"],
])("%s is as if it were not there", (search) => {
  expect(toSearch(parsed(search))).toEqual({});
});

test("of a fact that is named twice the first counts", () => {
  expect(parsed("attr.colour=blue&attr.colour=red").attributes).toEqual({ colour: "blue" });
});

test("clearing leaves what was looked for and how it is sorted", () => {
  const filters = parsed("q=mug&sort=newest&min_price=1&attr.colour=blue&in_stock=true&category=home");

  expect(countOf(filters)).toBe(4);
  expect(toSearch(widened(filters))).toEqual({ q: "mug", sort: "newest" });
});
