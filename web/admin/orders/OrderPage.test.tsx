import { screen, within } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { beforeEach, expect, test } from "vitest";
import { api } from "../../testing/api";
import { order } from "../../testing/orders";
import { render } from "../../testing/render";
import { OrderPage } from "./OrderPage";

const gbp = (amount: number) => ({ amount, currency: "GBP" as const });
const entry = { seller_id: null, provider: null, debit: null, credit: null };
const BOOKED = [
  { ...entry, account: "cash", part: "captured", provider: "sandbox", debit: gbp(2400) },
  { ...entry, account: "customer_funds", part: "captured", credit: gbp(2400) },
] as const;

const draw = (changes: Parameters<typeof order>[0] = {}) => {
  const { id, ...values } = order(changes);
  api.answers("inspect_order", { id, ...values, customer_id: "c-1", email: "ada@example.com", timeline: [] } as never);
  api.answers("find_transactions", { items: [], next_cursor: null });
  api.answers("list_disputes", { items: [], next_cursor: null });
  api.answers("list_countries", { items: [] });
  render(
    <Routes>
      <Route path="/admin/orders/:id" element={<OrderPage />} />
    </Routes>,
    { at: `/admin/orders/${id}` },
  );
};

beforeEach(() => {
  api.answers("inspect_invoices", { items: [] });
  api.answers("inspect_order_ledger", { journals: [], balances: [], sums: [] });
});

test.each([
  [400, true],
  [0, false],
])("of %i pence of VAT is spoken: %s", async (amount, spoken) => {
  draw({ tax_total: gbp(amount) });

  const money = within((await screen.findByRole("heading", { name: "Money" })).closest("section") as HTMLElement);
  money.getByText("Items");
  expect(money.queryByText("VAT included") !== null).toBe(spoken);
});

test("the ledger names accounts in words, and its sums differ by nothing", async () => {
  const at = "2026-11-01T10:00:00Z";
  api.answers("inspect_order_ledger", {
    journals: [{ id: "j-1", kind: "charge", booked_at: at, occurred_at: at, entries: [...BOOKED] }],
    balances: [],
    sums: [{ debit: gbp(2400), credit: gbp(2400) }],
  });
  draw();

  const charge = within(await screen.findByRole("table", { name: "The customer was charged" }));
  const cells = (row: HTMLElement) => [...row.children].map(({ textContent }) => textContent);
  expect(charge.getAllByRole("row").slice(1).map(cells)).toEqual([
    ["Money at the provider", "sandbox", "Charged", "£24.00", "–"],
    ["Money of customers", "–", "Charged", "–", "£24.00"],
  ]);
  const sums = within(screen.getByRole("table", { name: "Sum of all of it" }));
  expect(sums.getAllByRole("row").slice(1).map(cells)).toEqual([["British pounds", "£24.00", "£24.00", "£0.00"]]);
});

test("an invoice leads to its file, and one that has none yet says so", async () => {
  const invoice = {
    id: "i-1",
    kind: "invoice" as const,
    number: "FK-2026-1",
    corrects: null,
    order_id: "o-1",
    order_number: "7K3-9QX",
    seller_order_id: "s-1",
    seller_id: "s-2",
    seller_name: "Fold & Kiln",
    issued_at: "2026-11-01T10:00:00Z",
    total: gbp(2400),
    tax: gbp(400),
    url: "https://files.example/FK-2026-1.pdf",
  };
  const note = { ...invoice, id: "i-2", kind: "credit_note" as const, number: "FK-2026-C1", corrects: "FK-2026-1" };
  api.answers("inspect_invoices", { items: [invoice, { ...note, url: null }] });
  draw();

  expect((await screen.findByRole("link", { name: "FK-2026-1" })).getAttribute("href")).toBe(invoice.url);
  expect(screen.queryByRole("link", { name: "FK-2026-C1" })).toBeNull();
  screen.getByText("(being written)");
  screen.getByText(/Credit note to/);
});
