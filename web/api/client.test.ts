import { expect, test, vi } from "vitest";
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

test.each([
  ["none", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["one that breaks off", () => new Response('{"items": [', { headers: { "Content-Type": "application/json" } })],
])("of an answer that is %s nobody knows what was done", async (_, reply) => {
  api.replies("list_products", reply);

  await expect(call("list_products")).rejects.toMatchObject({ status: 0, code: "no_answer", passes: true });
});

test("an answer is waited for so long and no longer", async () => {
  const patience = new AbortController();
  vi.spyOn(AbortSignal, "timeout").mockReturnValue(patience.signal);
  api.silent("list_products");
  const asked = call("list_products");

  patience.abort(new DOMException("Too late", "TimeoutError"));

  await expect(asked).rejects.toMatchObject({ status: 0, code: "timeout", passes: true });
});

test("what its caller called off is no problem", async () => {
  const caller = new AbortController();
  api.silent("list_products");
  const asked = call("list_products", {}, { signal: caller.signal });

  caller.abort();

  await expect(asked).rejects.toMatchObject({ name: "AbortError" });
});
