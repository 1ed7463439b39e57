import { expect, test } from "vitest";
import { paths } from "./paths";

test.each([
  ["Postman's Satchel", "/products/postmans-satchel/7"],
  ["Crème brûlée, 2 × 100 ml", "/products/creme-brulee-2-100-ml/7"],
  ["<b>", "/products/b/7"],
  ["!", "/products/-/7"],
])("a product called %s is at %s", (title, address) => {
  expect(paths.product.to(title, { id: "7" })).toBe(address);
});
