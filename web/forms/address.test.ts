import { expect, test } from "vitest";
import { ADA } from "../testing/addresses";
import { EMIRATES, GERMANY, UNITED_STATES } from "../testing/countries";
import { addressOf, blankAddress, isPostalCode, valuesOf } from "./address";

test("what was written for another country is left out, and what is empty is nothing", () => {
  const values = { ...valuesOf(ADA), country: "AE", line2: "  ", city: " Dubai " };

  expect(addressOf(values, [GERMANY, EMIRATES])).toEqual({
    ...ADA,
    line2: null,
    city: "Dubai",
    country: "AE",
    postal_code: null,
  });
});

test("a postal code counts as it is written, with blanks, hyphens, and the digits of a Japanese keyboard", () => {
  const written = ["10115", "d e 10115", "101 15", "１０１１５", "1011", "E1 6AN"];

  expect(written.filter((code) => isPostalCode(code, GERMANY))).toEqual(written.slice(0, 4));
  expect(isPostalCode("000", EMIRATES)).toBe(true);
});

test("an address goes through a form unchanged", () => {
  expect(addressOf(valuesOf(ADA), [UNITED_STATES])).toEqual(ADA);
  expect(Object.keys(blankAddress())).toEqual(Object.keys(valuesOf(ADA)));
});
