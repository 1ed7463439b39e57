import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { beforeEach, expect, test } from "vitest";
import { api } from "../../testing/api";
import { category } from "../../testing/categories";
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
  category: [{ id: "kitchen", name: "Kitchen", slug: "kitchen" }],
  tax_class: null,
  attributes: { material: "Stoneware" },
  image_url: "/pictures/mug.svg",
  images: [{ url: "/pictures/mug.svg", alt: "A mug", width: 800, height: 1000 }],
  options: [{ name: "size", values: ["S", "L"] }],
  variants: [
    { id: "v-1", sku: "MUG-S", options: { size: "S" }, price: money(1400), weight: 0, available: 4 },
    { id: "v-2", sku: "MUG-L", options: { size: "L" }, price: money(1600), weight: 0, available: 0 },
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

const draw = () =>
  render(
    <Routes>
      <Route path="/seller/products/:id" element={<EditProductPage />} />
    </Routes>,
    { at: "/seller/products/p-1" },
  );

beforeEach(() => {
  api.answers("get_own_product", mug);
  api.answers("list_categories", { items: [category("Kitchen")] });
  api.answers("list_currencies", { items: [{ code: "GBP", digits: 2, prices_include_tax: true }] });
  draw();
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
    category_id: "kitchen",
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
  await screen.findByText("Somebody changed this since you opened it.");
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
  await screen.findByText("Somebody changed this since you opened it.");

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

test("a save whose answer was lost and that is sent again is known to be saved", async () => {
  api.replies("update_product", () => Promise.reject(new TypeError("cut")));
  await rename("Sky mug");
  await save();
  await screen.findByText("The shop did not answer. Look at your connection and try again.");

  api.refuses("update_product", 409, { code: "version_conflict", version: 4 });
  api.answers("get_own_product", { ...mug, title: "Sky mug", version: 4 });
  await save();

  await screen.findByRole("heading", { name: "Sky mug" });
  expect(screen.queryByText(/since you opened it/)).toBeNull();
  expect(screen.queryByRole("button", { name: "Undo changes" })).toBeNull();
});

test("a price is taken as it is written when the form is sent by Enter", async () => {
  api.answers("update_product", { ...mug, version: 4 });
  const variant = within(await screen.findByRole("group", { name: "Variant MUG-S" }));
  const price = variant.getByRole("textbox", { name: "Price" });

  await userEvent.clear(price);
  await userEvent.type(price, "15,5{Enter}");

  await waitFor(() => expect(api.asked("update_product")).toHaveLength(1));
  expect(api.asked("update_product")[0]?.body).toMatchObject({ variants: [{ price: money(1550) }, {}] });
});

test.each([
  ["", "", "Fill this in."],
  ["free", "free", "Write an amount such as 12.50."],
  ["0", "0.00", "Write an amount above 0."],
])("a price of %o is refused where it stands, before anything is sent", async (written, shown, message) => {
  const variant = within(await screen.findByRole("group", { name: "Variant MUG-S" }));
  const price = variant.getByRole("textbox", { name: "Price" });

  await userEvent.clear(price);
  if (written) await userEvent.type(price, written);
  await save();

  await variant.findByText(message);
  expect(price).toHaveProperty("value", shown);
  expect(api.asked("update_product")).toHaveLength(0);
});

test("changes are undone when that is wanted", async () => {
  await rename("Sky mug");

  await userEvent.click(screen.getByRole("button", { name: "Undo changes" }));

  expect(await name()).toHaveProperty("value", "Blue mug");
});

test("what was written and not saved is there again, and is not saved over what others wrote meanwhile", async () => {
  await rename("Sky mug");
  cleanup();
  api.answers("get_own_product", { ...mug, title: "Sea mug", version: 5 });
  draw();
  await waitFor(async () => expect(await name()).toHaveProperty("value", "Sky mug"));

  api.refuses("update_product", 409, { code: "version_conflict", version: 5 });
  await save();

  await screen.findByText("Somebody changed this since you opened it.");
  expect(api.asked("update_product").map(({ body }) => (body as { version: number }).version)).toEqual([3]);
});
