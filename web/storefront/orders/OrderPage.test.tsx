import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { beforeEach, expect, test } from "vitest";
import type { Model } from "../../api/contract";
import { api } from "../../testing/api";
import { order, part } from "../../testing/orders";
import { be } from "../../testing/people";
import { render } from "../../testing/render";
import { OrderPage } from "./OrderPage";

const { id } = order();

beforeEach(async () => {
  await be("customer");
  api.answers("list_countries", { items: [] });
  api.answers("list_invoices", { items: [] });
  api.answers("get_timeline", {
    items: [{ sequence: 1, kind: "placed", status: "pending", at: "2026-11-01T10:00:00Z", details: {} }],
  });
});

function open() {
  return render(
    <Routes>
      <Route path="/orders/:id" element={<OrderPage />} />
      <Route path="*" element={null} />
    </Routes>,
    { at: `/orders/${id}` },
  );
}

test("an order says how it stands, what is in it and where each parcel is", async () => {
  const sent = {
    status: "shipped",
    carrier: "Royal Mail",
    tracking_number: "RM1",
    shipped_at: "2026-11-02T10:00:00Z",
  } as const;
  api.answers("get_order", order({ status: "partly_shipped", sellers: [part(sent)] }));

  open();

  expect(await screen.findByText("A part of your order is on its way; the rest follows.")).toBeTruthy();
  const parcel = within(screen.getByRole("region", { name: "Fold & Kiln" }));
  expect(parcel.getByText("RM1")).toBeTruthy();
  expect(parcel.getByRole("link", { name: "Blue mug" })).toBeTruthy();
  expect(await screen.findByText("You ordered.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Cancel the order" })).toBeNull();
});

test("a way of sending of a shop's own is called what the shop calls it", async () => {
  const sent = { shipping_option: "01936e2c-7b00-7000-8000-0000000000f1", shipping_name: "By cargo bike" };
  api.answers("get_order", order({ sellers: [part(sent)] }));

  open();

  expect(await screen.findByText("Delivery: By cargo bike")).toBeTruthy();
});

test.each([
  [400, true],
  [0, false],
])("of %i pence of VAT is spoken: %s", async (amount, spoken) => {
  api.answers("get_order", order({ tax_total: { amount, currency: "GBP" } }));

  open();

  const summary = within((await screen.findByRole("heading", { name: "Summary" })).closest("section") as HTMLElement);
  summary.getByText("Items");
  expect(summary.queryByText("VAT included") !== null).toBe(spoken);
});

test("an order is cancelled once, though its first answer never came", async () => {
  api.answers("get_order", order());
  api.replies("cancel_order", () => Promise.reject(new TypeError("Failed to fetch")));
  open();
  await userEvent.click(await screen.findByRole("button", { name: "Cancel the order" }));
  const question = within(await screen.findByRole("dialog"));
  await userEvent.click(question.getByRole("button", { name: "Cancel the order" }));
  await question.findByRole("alert");

  api.answers("cancel_order", order({ status: "cancelled" }));
  api.answers("get_order", order({ status: "cancelled" }));
  await userEvent.click(question.getByRole("button", { name: "Cancel the order" }));

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const keys = api.asked("cancel_order").map(({ headers }) => headers.get("Idempotency-Key"));
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
  expect(await screen.findByText(/This order was cancelled/)).toBeTruthy();
});

test("who thinks better of it cancels nothing", async () => {
  api.answers("get_order", order());
  open();
  await userEvent.click(await screen.findByRole("button", { name: "Cancel the order" }));

  await userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Cancel" }));

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(api.asked("cancel_order")).toEqual([]);
});

test("a guest sees the order of this browser, and where its mails go", async () => {
  await be("guest");
  api.answers("get_order", order({ email: "ada@example.com" }));

  open();

  expect(await screen.findByText("ada@example.com")).toBeTruthy();
});

test("a guest is told how to see an order that is an account's", async () => {
  await be("guest");
  api.refuses("get_order", 404, { code: "order_not_found" });

  open();

  const link = await screen.findByRole("link", { name: "Sign in" });
  expect(link.getAttribute("href")).toBe(`/sign-in?back=${encodeURIComponent(`/orders/${id}`)}`);
});

test("a visitor signs in first", async () => {
  await be(null);

  const { address } = open();

  await waitFor(() => expect(address()).toBe(`/sign-in?back=${encodeURIComponent(`/orders/${id}`)}`));
});

const invoice = (changes: Partial<Model<"InvoiceView">> = {}): Model<"InvoiceView"> => ({
  id: "01936e2c-7b00-7000-8000-0000000000b1",
  kind: "invoice",
  number: "FK-2026-0001",
  corrects: null,
  order_id: id,
  order_number: "7K3-9QX",
  seller_order_id: part().id,
  seller_id: part().seller_id,
  seller_name: "Fold & Kiln",
  issued_at: "2026-11-01T10:00:00Z",
  total: { amount: 2400, currency: "GBP" },
  tax: { amount: 400, currency: "GBP" },
  url: "https://files.example/invoice.pdf",
  ...changes,
});

test("each invoice of an order is a link to its PDF, and one that is being written says so", async () => {
  api.answers("get_order", order());
  const note = invoice({ id: order().id, kind: "credit_note", number: "FK-2026-C1", url: null });
  api.answers("list_invoices", { items: [invoice(), note] });

  open();

  const link = await screen.findByRole("link", { name: "Invoice FK-2026-0001 (PDF)" });
  expect(link.getAttribute("href")).toBe("https://files.example/invoice.pdf");
  expect(screen.getByText(/is being written/).textContent).toBe("Credit note FK-2026-C1 is being written");
});

test("before there are invoices the page says that they come, and of an unpaid order it says nothing", async () => {
  api.answers("get_order", order());
  const { unmount } = open();
  expect(await screen.findByText("They come here as soon as they are written.")).toBeTruthy();

  unmount();
  api.answers("get_order", order({ status: "pending", payment_failure: "declined" }));
  open();

  await screen.findByRole("heading", { name: "Summary" });
  expect(screen.queryByRole("heading", { name: "Invoices" })).toBeNull();
});

test("an order says what each promotion took off", async () => {
  const promotions = [
    { id, seller_id: null, title: "Autumn sale", code: null, discount: { amount: 500, currency: "GBP" as const } },
  ];
  api.answers("get_order", order({ promotions }));

  open();

  expect((await screen.findByText("Autumn sale")).closest("div")?.textContent).toBe("Autumn sale-£5.00");
});
