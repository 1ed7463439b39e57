import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { Answer } from "../../api/contract";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import { SearchPage } from "./SearchPage";

type Found = Answer<"list_products">;

const mug = (title: string): Found["items"][number] => ({
  id: title,
  title,
  slug: "mug",
  price: { amount: 1999, currency: "GBP" },
  highest_price: { amount: 2499, currency: "GBP" },
  image_url: null,
  image_alt: null,
  second_image_url: null,
  seller: { id: "s", name: "Fold & Kiln", slug: "fold-kiln" },
  category_id: "c",
  in_stock: true,
  default_variant_id: "v",
  variant_count: 2,
});

const facets: Found["facets"] = {
  counted: 2,
  currency: "GBP",
  min_price: 1999,
  max_price: 1999,
  categories: [],
  attributes: { colour: [{ value: "blue", count: 1 }] },
};

const found = (titles: string[], next_cursor: string | null = null): Found => ({
  items: titles.map(mug),
  next_cursor,
  facets,
  total: titles.length,
  total_is_exact: next_cursor === null,
});

test("a filter goes into the address, and what it leaves is shown", async () => {
  api.answers("list_products", found(["Blue mug", "Red mug"]));
  const { address } = render(<SearchPage />, { at: "/search?q=mug" });
  await screen.findByRole("link", { name: "Red mug" });
  api.answers("list_products", found(["Blue mug"]));

  await userEvent.click(screen.getByRole("checkbox", { name: /blue/ }));

  await expect.poll(() => screen.queryByRole("link", { name: "Red mug" })).toBeNull();
  expect(address()).toBe("/search?q=mug&attr.colour=blue");
  expect(screen.getAllByText("1 product").length).toBeGreaterThan(0);
});

test("nothing that matches is another sentence than nothing that is called so, with another way on", async () => {
  api.answers("list_products", found([]));
  const { address } = render(<SearchPage />, { at: "/search?q=mug&in_stock=true" });

  await userEvent.click(await screen.findByRole("button", { name: "Show everything" }));

  expect(address()).toBe("/search?q=mug");
  expect(await screen.findByText(/Nothing is called “mug”/)).toBeDefined();
});

test("what comes next is added to what is there", async () => {
  api.replies("list_products", ({ path }) =>
    Response.json(path.includes("cursor=next") ? found(["Third mug"]) : found(["First mug", "Second mug"], "next")),
  );
  render(<SearchPage />, { at: "/search" });

  await userEvent.click(await screen.findByRole("button", { name: "Show more" }));

  await screen.findByRole("link", { name: "Third mug" });
  expect(screen.getAllByRole("article")).toHaveLength(3);
  expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
});

test("an amount that is none is said to be wrong, and the list stays as it was", async () => {
  api.answers("list_products", found(["Blue mug"]));
  const { address } = render(<SearchPage />, { at: "/search" });

  await userEvent.type(await screen.findByRole("textbox", { name: "At most" }), "cheap");
  await userEvent.click(screen.getByRole("button", { name: "Set" }));

  expect((await screen.findByRole("alert")).textContent).toContain("12.50");
  expect(address()).toBe("/search");
});
