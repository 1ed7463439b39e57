import { expect, test } from "vitest";
import { ADA } from "../testing/addresses";
import { GERMANY, UNITED_STATES } from "../testing/countries";
import { linesOf } from "./AddressText";

test("an address is written by the customs of its country", () => {
  expect(linesOf(ADA, UNITED_STATES)).toEqual(["Ada", "1 Market Street, Flat 2", "Springfield, Illinois 62704"]);
  expect(linesOf({ ...ADA, line2: null, region: null }, GERMANY)).toEqual([
    "Ada",
    "1 Market Street",
    "62704 Springfield",
  ]);
  expect(linesOf(ADA, undefined)).toEqual(["Ada", "1 Market Street, Flat 2", "Springfield, Illinois 62704"]);
});
