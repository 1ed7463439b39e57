import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import { PaymentsPage } from "./PaymentsPage";

const ORDER = "01936e2c-7b00-7000-8000-0000000000c1";
const gbp = (amount: number) => ({ amount, currency: "GBP" as const });
const payment = {
  id: "p-1",
  order_id: ORDER,
  order_number: "S-2026-7K3M9Q2X4T6H",
  customer_id: "c-1",
  attempt: 1,
  method: "sandbox_visa",
  provider: "sandbox",
  reference: "ch_1",
  amount: gbp(1400),
  captured: gbp(1400),
  refunded: gbp(0),
  status: "completed" as const,
  failure_reason: null,
  next_action: null,
  created_at: "2026-11-27T09:00:00Z",
};

test.each([
  [" s-2026-7k3m9q2x4t6h", "?number=S-2026-7K3M9Q2X4T6H"],
  [ORDER, `?order=${ORDER}`],
  ["ch_1 ", "?reference=ch_1"],
])("what is looked for as %o is asked for as %o", async (words, search) => {
  api.answers("find_transactions", { items: [payment], next_cursor: null });
  const page = render(<PaymentsPage />, { at: "/admin/payments" });

  await userEvent.type(screen.getByRole("searchbox"), words);
  await userEvent.click(screen.getByRole("button", { name: "Find" }));

  await waitFor(() => expect(page.address()).toBe(`/admin/payments${search}`));
});

test("a payment names its order by its number and its method in words", async () => {
  api.answers("find_transactions", { items: [payment], next_cursor: null });

  render(<PaymentsPage />);

  const order = await screen.findByRole("link", { name: "S-2026-7K3M9Q2X4T6H" });
  expect(order.getAttribute("href")).toBe(`/admin/orders/${ORDER}`);
  expect(screen.getByText("Test card that pays")).toBeDefined();
});
