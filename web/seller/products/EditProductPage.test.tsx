import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { beforeEach, expect, test } from "vitest";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import { EditProductPage } from "./EditProductPage";
import type { Product } from "./queries";

const money = (amount: number) => ({ amount, currency: "GBP" as const });
const mug: Product = {
  id: "p-1",
  version: 3,
  reference: "p-1",
  title: "Blue mug",
  slug: "blue-mug",
  status: "published",
  description: "Fired twice.",
  price: money(1400),
  highest_price: money(1600),
  seller: { id: "s-1", name: "Fold & Kiln", slug: "fold-kiln" },
  category: [{ id: "c-1", name: "Kitchen", slug: "kitchen" }],
  attributes: { material: "Stoneware" },
  image_url: "/pictures/mug.svg",
  images: [{ url: "/pictures/mug.svg", alt: "A mug", width: 800, height: 1000 }],
  options: [{ name: "size", values: ["S", "L"] }],
  variants: [
    { id: "v-1", sku: "MUG-S", options: { size: "S" }, price: money(1400), available: 4 },
    { id: "v-2", sku: "MUG-L", options: { size: "L" }, price: money(1600), available: 0 },
  ],
  default_variant_id: "v-1",
  in_stock: true,
  stock_quantity: 4,
  created_at: "2026-11-27T09:00:00Z",
  updated_at: "2026-11-27T09:00:00Z",
};

const name = () => screen.findByRole("textbox", { name: "Name" });
const rename = async (title: string) => {
  const field = await name();
  await userEvent.clear(field);
  await userEvent.type(field, title);
};
const save = () => userEvent.click(screen.getByRole("button", { name: "Save" }));

beforeEach(() => {
  api.answers("get_own_product", mug);
  api.answers("list_categories", {
    items: [{ id: "c-1", name: "Kitchen", slug: "kitchen", path: "kitchen", position: 0, version: 1, children: [] }],
  });
  api.answers("list_currencies", { items: [{ code: "GBP", digits: 2 }] });
  render(
    <Routes>
      <Route path="/seller/products/:id" element={<EditProductPage />} />
    </Routes>,
    { at: "/seller/products/p-1" },
  );
});

test("what is saved is the whole product at the version that was read, and stock that nobody counted is not sent", async () => {
  api.answers("update_product", { ...mug, title: "Sky mug", version: 4 });
  await rename("Sky mug");

  await save();

  await waitFor(() => expect(api.asked("update_product")).toHaveLength(1));
  expect(api.asked("update_product")[0]?.body).toEqual({
    version: 3,
    title: "Sky mug",
    description: "Fired twice.",
    category_id: "c-1",
    status: "published",
    images: mug.images,
    attributes: { material: "Stoneware" },
    variants: [
      { sku: "MUG-S", options: { size: "S" }, price: money(1400) },
      { sku: "MUG-L", options: { size: "L" }, price: money(1600) },
    ],
  });
});

test("when somebody else saved meanwhile, what was written stays, and is saved over it when that is wanted", async () => {
  api.refuses("update_product", 409, { code: "version_conflict", version: 7 });
  await rename("Sky mug");
  await save();
  await screen.findByText("Somebody changed this product since you opened it.");
  expect(await name()).toHaveProperty("value", "Sky mug");

  api.answers("update_product", { ...mug, title: "Sky mug", version: 8 });
  await userEvent.click(screen.getByRole("button", { name: "Save mine over it" }));

  await waitFor(() => expect(screen.queryByText(/since you opened it/)).toBeNull());
  expect(api.asked("update_product").map(({ body }) => (body as { version: number }).version)).toEqual([3, 7]);
});

test("when somebody else saved meanwhile, theirs is taken when that is wanted", async () => {
  api.refuses("update_product", 409, { code: "version_conflict", version: 7 });
  await rename("Sky mug");
  await save();
  await screen.findByText("Somebody changed this product since you opened it.");

  api.answers("get_own_product", { ...mug, title: "Sea mug", version: 7 });
  await userEvent.click(screen.getByRole("button", { name: "Drop mine, show theirs" }));

  await waitFor(async () => expect(await name()).toHaveProperty("value", "Sea mug"));
  expect(api.asked("update_product")).toHaveLength(1);
});

test("what the API refuses of a variant stands at its field", async () => {
  api.refuses("update_product", 422, {
    code: "invalid",
    errors: [{ field: "variants.1.stock", message: "Orders hold 2 units." }],
  });
  await rename("Sky mug");

  await save();

  const message = await screen.findByText("Orders hold 2 units.");
  expect(message.closest("[role=group]")?.getAttribute("aria-label")).toBe("Variant MUG-L");
});
