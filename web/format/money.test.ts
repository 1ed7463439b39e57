import { expect, test } from "vitest";
import { minorUnits, money } from "./money";

test.each([
  ["19.99", 2, 1999],
  ["19,9", 2, 1990],
  [" 1 200 ", 2, 120000],
  ["500", 0, 500],
  ["١٢٫٥٠", 2, 1250],
  ["", 2, null],
  ["19.999", 2, undefined],
  ["5.5", 0, undefined],
  ["-1", 2, undefined],
  ["abc", 2, undefined],
])("the amount %s with %i digits is %s", (written, places, amount) => {
  expect(minorUnits(written, places)).toBe(amount);
});

test.each([
  ["en", { amount: 1999, currency: "GBP" }, "£19.99"],
  ["de", { amount: 123456, currency: "EUR" }, "1.234,56 €"],
  ["en", { amount: 500, currency: "JPY" }, "JP¥500"],
  ["ar", { amount: 1400, currency: "GBP" }, "\u200f١٤٫٠٠ UK£\u200e"],
  ["ar", { amount: 1400, currency: "EUR" }, "\u200f١٤٫٠٠ €"],
] as const)("in %s %o is written %s", (locale, value, written) => {
  expect(money(locale, value).replace(/\u00a0/g, " ")).toBe(written);
});
