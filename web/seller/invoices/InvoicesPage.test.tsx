import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import { OrderInvoices } from "../orders/OrderInvoices";
import type { SellerOrder } from "../queries";
import type { Invoice } from "./InvoiceLink";
import { InvoicesPage } from "./InvoicesPage";

const invoice: Invoice = {
  id: "i-1",
  kind: "invoice",
  number: "INV-7-2026-000001",
  corrects: null,
  order_id: "o-1",
  order_number: "S-2026-7K3M9Q2X4T6H",
  seller_order_id: "so-1",
  seller_id: "s-1",
  seller_name: "Fold & Kiln",
  issued_at: "2026-11-27T09:00:00Z",
  total: { amount: 2400, currency: "GBP" },
  tax: { amount: 400, currency: "GBP" },
  url: "https://files.example.com/i-1.pdf",
};
const note: Invoice = { ...invoice, id: "i-2", kind: "credit_note", number: "CN-1", corrects: invoice.number };
const page = (...items: Invoice[]) => ({ items, next_cursor: null });
const asked = () => api.asked("list_seller_invoices").map(({ path }) => path.split("?")[1] ?? "");

test("the number of an invoice opens its PDF, and a credit note names what it corrects", async () => {
  api.answers("list_seller_invoices", page(note, invoice));
  render(<InvoicesPage />);

  const link = await screen.findByRole("link", { name: "INV-7-2026-000001 (PDF)" });
  expect(link).toHaveProperty("href", invoice.url);
  const [, corrected] = within(screen.getByRole("table", { name: "Invoices" })).getAllByRole("row");
  expect(corrected?.textContent).toContain("Credit note for INV-7-2026-000001");
});

test("an invoice whose PDF is not written yet leads nowhere, and says why", async () => {
  api.answers("list_seller_invoices", page({ ...invoice, url: null }));
  render(<InvoicesPage />);

  await screen.findByText("(its PDF is being written)");
  expect(screen.queryByRole("link", { name: /INV-7/ })).toBeNull();
});

test("number, days and kind narrow the list together, and stand in the address", async () => {
  api.answers("list_seller_invoices", page(invoice));
  const { address } = render(<InvoicesPage />, { at: "/seller/invoices?from=2026-11-01&kind=nonsense" });
  await userEvent.type(await screen.findByRole("searchbox"), "INV-7-2026-000001");
  await userEvent.click(screen.getByRole("button", { name: "Find" }));
  await waitFor(() => expect(asked()).toHaveLength(2));

  await userEvent.click(screen.getByRole("link", { name: "Credit notes" }));

  await waitFor(() => expect(asked()).toHaveLength(3));
  const sent = asked().map((words) => Object.fromEntries(new URLSearchParams(words)));
  const both = { since: "2026-11-01", number: "INV-7-2026-000001" };
  expect(sent).toEqual([{ since: "2026-11-01" }, both, { ...both, kind: "credit_note" }]);
  expect(address()).toContain("kind=credit_note");
});

test("an order lists its invoice and what corrects it", async () => {
  api.answers("list_seller_order_invoices", { items: [invoice, note] });
  render(<OrderInvoices order={{ id: "so-1" } as SellerOrder} />);

  const links = await screen.findAllByRole("link");
  expect(links.map(({ textContent }) => textContent)).toEqual(["INV-7-2026-000001 (PDF)", "CN-1 (PDF)"]);
});
