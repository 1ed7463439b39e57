import { expect, test } from "vitest";
import { GERMANY, UNITED_STATES } from "../testing/countries";
import { linesOf } from "./AddressText";

const ADA = {
  name: "Ada",
  line1: "1 Market Street",
  line2: "Flat 2",
  city: "Springfield",
  region: "Illinois",
  postal_code: "62704",
  country: "US",
  phone: null,
} as const;

test("an address is written by the customs of its country", () => {
  expect(linesOf(ADA, UNITED_STATES)).toEqual(["Ada", "1 Market Street, Flat 2", "Springfield, Illinois 62704"]);
  expect(linesOf({ ...ADA, line2: null, region: null }, GERMANY)).toEqual([
    "Ada",
    "1 Market Street",
    "62704 Springfield",
  ]);
  expect(linesOf(ADA, undefined)).toEqual(["Ada", "1 Market Street, Flat 2", "Springfield, Illinois 62704"]);
});
