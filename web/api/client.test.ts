import { expect, test } from "vitest";
import { api } from "../testing/api";
import { address, call, requestKey } from "./client";

test("a key is the operation and its parameters as they stand in the address", () => {
  expect(requestKey("list_products", { q: "mug", limit: 24, cursor: null, in_stock: false })).toEqual([
    "list_products",
    { q: "mug", limit: "24" },
  ]);
});

test("parameters with a place in the path go there, the rest into the query", () => {
  const product_id = "01936e2c-7b00-7000-8000-000000000001";

  expect(address("get_product", { product_id })).toBe(`/api/products/${product_id}`);
  expect(address("list_products", { q: "blue mug", "attr.colour": "sky & sea" })).toBe(
    "/api/products?q=blue+mug&attr.colour=sky+%26+sea",
  );
});

test("a refusal tells its code, its fields and its request", async () => {
  api.refuses("list_products", 422, { code: "invalid", errors: [{ field: "q", message: "Too long" }] });

  const refusal = call("list_products", { q: "x" });

  await expect(refusal).rejects.toMatchObject({
    status: 422,
    code: "invalid",
    errors: [{ field: "q", message: "Too long" }],
    request_id: "r-1",
  });
});

test("an answer that is no JSON is a problem all the same, with the moment to ask again", async () => {
  api.replies("list_products", () => new Response("<h1>", { status: 503, headers: { "Retry-After": "7" } }));

  await expect(call("list_products")).rejects.toMatchObject({ status: 503, code: "internal_error", retryAfter: 7 });
});

test("no answer is a problem of its own", async () => {
  api.replies("list_products", () => Promise.reject(new TypeError("Failed to fetch")));

  await expect(call("list_products")).rejects.toMatchObject({ status: 0, code: "no_answer", passes: true });
});
