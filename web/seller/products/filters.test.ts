import { expect, test } from "vitest";
import { parseFilters, toParams } from "./filters";

test.each([
  ["", {}],
  ["q=mug&status=draft", { q: "mug", status: "draft" }],
  ["q=%20%20&status=gone", {}],
  ["status=published&q=%00a", { q: "a", status: "published" }],
  [`q=${"x".repeat(300)}`, { q: "x".repeat(100) }],
])("the address ?%s narrows the products to %o", (address, params) => {
  expect(toParams(parseFilters(new URLSearchParams(address)))).toEqual(params);
});
