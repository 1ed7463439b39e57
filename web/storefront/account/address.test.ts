import { expect, test } from "vitest";
import { ADA } from "../../testing/addresses";
import { EMIRATES, GERMANY, UNITED_STATES } from "../../testing/countries";
import { addressOf, blankAddress, valuesOf } from "./address";

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

test("an address goes through a form unchanged", () => {
  expect(addressOf(valuesOf(ADA), [UNITED_STATES])).toEqual(ADA);
  expect(Object.keys(blankAddress())).toEqual(Object.keys(valuesOf(ADA)));
});
