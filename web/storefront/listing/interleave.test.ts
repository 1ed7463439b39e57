import { expect, test } from "vitest";
import { interleave } from "./interleave";

const of = (...shops: string[]) => shops.map((id, place) => ({ place, seller: { id } }));

test("shops take turns, each in its own order, and nothing is lost", () => {
  expect(interleave(of("a", "a", "a", "b", "c", "b")).map(({ place }) => place)).toEqual([0, 3, 4, 1, 5, 2]);
  expect(interleave([])).toEqual([]);
});
