// Find something, put two of it into the cart, order it, and wait until it is paid: node buy.ts WORDS
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import createClient from "openapi-fetch";
import type { components, paths } from "./souk.ts";

const { SOUK_URL, SOUK_EMAIL, SOUK_PASSWORD } = process.env;
const api = createClient<paths>({ baseUrl: SOUK_URL ?? "http://localhost:8080" });

type Problem = components["schemas"]["ProblemDetails"] & { code: string };

/** Give what was answered, or stop with the problem. */
function ok<T>({ data, error }: { data?: T; error?: Problem }): T {
  if (data === undefined) throw new Error(`${error?.code}: ${error?.detail}`);
  return data;
}

/** Name what happens once, however often it is sent. */
const once = () => ({ header: { "Idempotency-Key": randomUUID() } });

const tokens = ok(
  await api.POST("/api/auth/login", {
    body: { email: SOUK_EMAIL ?? "shopper@example.com", password: SOUK_PASSWORD ?? "souk-demo-2026" },
  }),
);
api.use({
  onRequest({ request }) {
    request.headers.set("Authorization", `Bearer ${tokens.access_token}`);
    return request;
  },
});

const q = process.argv[2] ?? "mug";
const found = ok(await api.GET("/api/products", { params: { query: { q, in_stock: true } } }));
const [card] = found.items;
if (!card) throw new Error(`Nothing is called ${q}.`);
const product = ok(await api.GET("/api/products/{product_id}", { params: { path: { product_id: card.id } } }));
const variant = product.variants.find(({ available }) => available >= 2);
if (!variant) throw new Error(`Fewer than two are left of ${product.title}.`);
ok(await api.POST("/api/cart/items", { params: once(), body: { variant_id: variant.id, quantity: 2 } }));

const { data: order, error } = await api.POST("/api/orders", {
  params: once(),
  body: {
    payment_method: "sandbox_visa",
    shipping_option: "standard",
    shipping_address: { name: "Ada", line1: "1 Market Street", city: "London", postal_code: "E1 6AN", country: "GB" },
  },
});
if (error?.code === "out_of_stock") {
  for (const line of error.lines) console.log(`${line.available} of ${line.variant_id} are left`);
}
let placed = ok(order ? { data: order } : { error });
console.log(`${placed.number}: ${placed.total.amount / 100} ${placed.total.currency}`);

while (placed.status === "pending") {
  await setTimeout(500);
  placed = ok(await api.GET("/api/orders/{order_id}", { params: { path: { order_id: placed.id } } }));
}
console.log(`${placed.number} is ${placed.status}`);
