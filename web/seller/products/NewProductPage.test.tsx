import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { api } from "../../testing/api";
import { category } from "../../testing/categories";
import { be } from "../../testing/people";
import { render } from "../../testing/render";
import { NewProductPage } from "./NewProductPage";

const fill = async (title: string) => {
  await userEvent.type(screen.getByRole("textbox", { name: "Name" }), title);
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "Category" }), "kitchen");
  const variant = within(screen.getByRole("group", { name: "New variant" }));
  await userEvent.type(variant.getByRole("textbox", { name: "Price" }), "14");
  await userEvent.type(variant.getByRole("textbox", { name: "On hand" }), "٢٠");
  await userEvent.type(variant.getByRole("textbox", { name: "SKU" }), "MUG");
};
const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));
const sent = () => api.asked("create_product");

beforeEach(async () => {
  await be("seller");
  api.answers("list_categories", { items: [category("Kitchen")] });
  api.answers("list_currencies", { items: [{ code: "GBP", digits: 2, prices_include_tax: true }] });
  render(<NewProductPage />);
  await screen.findByRole("option", { name: "Kitchen" });
});

test.each([
  ["of one letter", "A"],
  ["of 200 letters, in Arabic", "ك".repeat(200)],
  ["with markup", "<b>Mug</b> & Co"],
])("a name %s goes out as it was written", async (_, title) => {
  api.refuses("create_product", 503);
  await fill(title);

  await press("Save as a draft");

  await waitFor(() => expect(sent()).toHaveLength(1));
  expect(sent()[0]?.body).toMatchObject({
    title,
    status: "draft",
    category_id: "kitchen",
    variants: [{ sku: "MUG", price: { amount: 1400, currency: "GBP" }, stock: 20 }],
  });
});

test("a product whose making got no answer is made once, and what was written is still there", async () => {
  api.refuses("create_product", 503, { code: "unavailable" }, { "Retry-After": "7" });
  await fill("Blue mug");
  await press("Publish");
  await screen.findByText("The shop is busy. Try again in a moment.");
  expect(screen.getByText(/Try again in \d+ s/)).toBeTruthy();
  expect(screen.getByRole("textbox", { name: "Name" })).toHaveProperty("value", "Blue mug");

  await press("Publish");

  await waitFor(() => expect(sent()).toHaveLength(2));
  const [first, second] = sent().map(({ headers }) => headers.get("Idempotency-Key"));
  expect(second).toBe(first);
});

test("a SKU that another product has is said to be taken", async () => {
  api.refuses("create_product", 409, { code: "sku_taken" });
  await fill("Blue mug");

  await press("Publish");

  await screen.findByText("Another product of yours has one of these SKUs.");
  screen.getByText("Nothing was saved. What you wrote is still here.");
});

test.each([
  ["Size", "size"],
  ["Größe", "groesse"],
  ["Gro\u0308ße", "groesse"],
  [" Länge in cm ", "laenge_in_cm"],
  ["Café-Røst", "cafe_rost"],
])("an option that is called %o goes out as %o, and its field shows that", async (written, name) => {
  api.refuses("create_product", 503);
  await fill("Mug");
  await press("Add an option");
  const field = screen.getByRole("textbox", { name: "Name of the option" });
  await userEvent.type(field, written);
  await userEvent.type(await screen.findByRole("textbox", { name }), "Large");

  await press("Publish");

  await waitFor(() => expect(sent()).toHaveLength(1));
  expect(sent()[0]?.body).toMatchObject({ variants: [{ options: { [name]: "Large" } }] });
  expect(field).toHaveProperty("value", name);
});

test("an option whose name Latin letters cannot write is refused in words at its field", async () => {
  await fill("Mug");
  await press("Add an option");
  const field = screen.getByRole("textbox", { name: "Name of the option" });
  await userEvent.type(field, "المقاس");
  await userEvent.type(screen.getByRole("textbox", { name: "المقاس" }), "Large");

  await press("Publish");

  await screen.findAllByText(/Latin letters, digits and blanks only/);
  expect(field).toHaveProperty("value", "المقاس");
  expect(sent()).toEqual([]);
});
