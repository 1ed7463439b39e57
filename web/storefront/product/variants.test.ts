import { expect, test } from "vitest";
import { choose, firstVariant, standing, type Variant } from "./variants";

const variant = (id: string, colour: string, size: string, available: number): Variant => ({
  id,
  sku: id,
  options: { colour, size },
  price: { amount: 100, currency: "GBP" },
  weight: 0,
  available,
});
const tanSmall = variant("1", "Tan", "Small", 0);
const tanLarge = variant("2", "Tan", "Large", 3);
const blackSmall = variant("3", "Black", "Small", 1);
const all = [tanSmall, tanLarge, blackSmall];

test("the first variant in stock is shown, and the first one when none is", () => {
  expect(firstVariant({ variants: all })).toBe(tanLarge);
  expect(firstVariant({ variants: [tanSmall] })).toBe(tanSmall);
  expect(firstVariant({ variants: [] })).toBeUndefined();
});

test("a choice keeps the others where there is such a variant", () => {
  expect(choose(all, tanLarge, "size", "Small")).toBe(tanSmall);
});

test("a choice that goes with nothing chosen so far takes the nearest variant that has it", () => {
  expect(choose(all, tanLarge, "colour", "Black")).toBe(blackSmall);
});

test("a value says whether it can be bought with the other choices", () => {
  expect(standing(all, tanLarge, "size", "Large")).toBe("sold");
  expect(standing(all, tanLarge, "size", "Small")).toBe("sold out");
  expect(standing(all, tanLarge, "colour", "Black")).toBe("not made");
});
