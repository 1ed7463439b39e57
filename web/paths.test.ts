import { expect, test } from "vitest";
import { paths } from "./paths";

test.each([
  [{ slug: "küche-bad", id: "7" }, "/products/k%C3%BCche-bad/7"],
  [{ slug: "-", id: "7" }, "/products/-/7"],
  [{ id: "7" }, "/products/-/7"],
])("the product %o is at %s", (product, address) => {
  expect(paths.product.to(product)).toBe(address);
});
