import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { expect, test } from "vitest";
import type { Answer } from "../../api/contract";
import { closeCart, useCartDrawer } from "../../state/drawer";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import { ProductPage } from "./ProductPage";

const id = "01936e2c-7b00-7000-8000-000000000001";
const price = { amount: 1999, currency: "GBP" } as const;

function satchel(changes: Partial<Answer<"get_product">> = {}): Answer<"get_product"> {
  const variant = (name: string, size: string, available: number) => ({
    id: name,
    sku: name.toUpperCase(),
    options: { size },
    price: { amount: size === "Large" ? 2499 : 1999, currency: "GBP" as const },
    weight: 0,
    available,
  });
  return {
    id,
    version: 1,
    reference: "satchel",
    title: "Satchel",
    slug: "satchel",
    status: "published",
    description: "Holds books.",
    price,
    highest_price: { amount: 2499, currency: "GBP" },
    seller: { id: "s", name: "Bridle & Buckle", slug: "bridle-buckle" },
    category: [{ id: "c", name: "Bags", slug: "bags" }],
    tax_class: null,
    attributes: { material: "Leather" },
    image_url: null,
    images: [],
    options: [{ name: "size", values: ["Small", "Large", "Huge"] }],
    variants: [variant("small", "Small", 0), variant("large", "Large", 3), variant("huge", "Huge", 9)],
    default_variant_id: "large",
    in_stock: true,
    stock_quantity: 12,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    ...changes,
  };
}

function open(at = `/products/satchel/${id}`) {
  api.answers("list_products", { items: [], next_cursor: null });
  const page = (
    <Routes>
      <Route path="/products/:slug/:id" element={<ProductPage />} />
    </Routes>
  );
  return render(page, { at });
}

test("where it goes into the cart stands what goes there and for how much", async () => {
  api.answers("get_product", satchel());
  open();

  const bar = (await screen.findByRole("button", { name: "Add to cart" })).parentElement;
  expect(bar?.textContent).toContain("Large£24.99");

  await userEvent.click(screen.getByRole("radio", { name: "Huge" }));

  expect(bar?.textContent).toContain("Huge£19.99");
});

test("the first variant in stock is chosen, what is left of it is said, and a choice changes the price", async () => {
  api.answers("get_product", satchel());
  open();

  expect(await screen.findByRole("radio", { name: "Large" })).toHaveProperty("checked", true);
  expect(screen.getByText("3 left")).toBeDefined();
  await userEvent.click(screen.getByRole("radio", { name: "Huge" }));

  expect(screen.getAllByText("£19.99").length).toBeGreaterThan(0);
  expect(screen.queryByText(/ left$/)).toBeNull();
});

test("a size that is sold out can be chosen, says so, and cannot be bought", async () => {
  api.answers("get_product", satchel());
  open();

  await userEvent.click(await screen.findByRole("radio", { name: /^Small.*sold out$/ }));

  expect(screen.getByRole("button", { name: "Sold out" })).toHaveProperty("disabled", true);
});

test("other words in the address are replaced by the product's own", async () => {
  api.answers("get_product", satchel());
  const { address } = open(`/products/other-words/${id}?ref=mail`);

  await screen.findByRole("heading", { name: "Satchel" });

  await expect.poll(address).toBe(`/products/satchel/${id}?ref=mail`);
});

test("a product that is gone is a page that says so and leads on", async () => {
  api.refuses("get_product", 404, { code: "product_not_found" });
  open();

  expect(await screen.findByRole("heading", { level: 1, name: "Not here" })).toBeDefined();
  expect(screen.getByRole("link", { name: "See what there is" })).toBeDefined();
});

test.each(["Try again", "Add to cart"])(
  "a refused addition says why, that the cart is as it was, and by %s is sent again under the same key",
  async (button) => {
    closeCart();
    api.answers("get_product", satchel());
    api.answers("guest", {
      access_token: `x.${btoa(JSON.stringify({ sub: "g", role: "guest" }))}.x`,
      expires_in: 900,
      token_type: "Bearer",
    });
    api.answers("get_cart", {
      version: 1,
      currency: "GBP",
      coupon: null,
      quantity: 0,
      total: null,
      lines: [],
      sellers: [],
    });
    api.refuses("add_item", 503, { code: "unavailable" });
    open();

    await userEvent.click(await screen.findByRole("button", { name: "Add to cart" }));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Your cart is as it was.");
    api.answers("add_item", {} as Answer<"add_item">);
    await userEvent.click(screen.getByRole("button", { name: button }));

    await expect.poll(() => useCartDrawer.getState().open).toBe(true);
    const keys = api.asked("add_item").map(({ headers }) => headers.get("Idempotency-Key"));
    expect(keys).toEqual([keys[0], keys[0]]);
    expect(api.asked("add_item")[0]?.body).toEqual({ variant_id: "large", quantity: 1 });
  },
);

test("a product that cannot be read now is a page with a heading and a title, and is tried again", async () => {
  api.refuses("get_product", 400);
  open();

  expect(await screen.findByRole("heading", { level: 1, name: "Product" })).toBeDefined();
  expect(document.title).toBe("Product · Souk");
  expect(screen.getByRole("link", { name: "Souk" }).getAttribute("href")).toBe("/");
  api.answers("get_product", satchel());
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));

  expect(await screen.findByRole("heading", { level: 1, name: "Satchel" })).toBeDefined();
});
