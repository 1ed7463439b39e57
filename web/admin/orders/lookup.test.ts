import { expect, test } from "vitest";
import { lookup } from "./lookup";

test.each([
  ["", null],
  ["   ", null],
  [" 01936E2C-7b00-7000-8000-0000000000c1 ", { id: "01936e2c-7b00-7000-8000-0000000000c1" }],
  ["01936e2c-7b00-7000-8000", { name: "01936e2c-7b00-7000-8000" }],
  [" ada@example.com", { email: "ada@example.com" }],
  ["S-2026-7K3M9Q2X4T6H", { name: "S-2026-7K3M9Q2X4T6H" }],
])("%o is looked up as %o", (words, sought) => {
  expect(lookup(words)).toEqual(sought);
});
