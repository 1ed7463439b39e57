import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import { MoneyPage } from "./MoneyPage";
import type { Entry, Payout } from "./words";

const gbp = (amount: number) => ({ amount, currency: "GBP" as const });
const entry = (id: string, part: Entry["part"], amount: number, balance: number): Entry => ({
  id,
  booked_at: "2026-11-27T09:00:00Z",
  kind: "sale",
  part,
  order_id: "o-1",
  order_number: "7K3-9QX",
  seller_order_id: "s-1",
  amount: gbp(amount),
  balance: gbp(balance),
});

const draw = (at = "/seller/money", ...payouts: Payout[]) => {
  api.answers("get_balance", {
    items: [{ currency: "GBP", pending: gbp(1200), available: gbp(-200), total: gbp(1000) }],
  });
  api.answers("list_payouts", { items: payouts, next_cursor: null });
  api.answers("read_statement", {
    items: [entry("j-2", "commission", -200, 1000), entry("j-1", "goods", 1200, 1200)],
    next_cursor: null,
  });
  return render(<MoneyPage />, { at });
};
const days = () => api.asked("read_statement").map(({ path }) => path.split("?")[1] ?? "");

test("each currency has its balance, and what is owed by the shop is said to be", async () => {
  draw();

  const balance = within(await screen.findByRole("list", { name: "Balance in British pounds" }));
  expect(balance.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "Paid out next-£2.00You owe it; it is taken from what you sell.",
    "Held for a while£12.00Until it is sure that it is yours",
    "Together£10.00",
  ]);
});

test("each balance of the statement is the one below it and the amount beside it", async () => {
  draw();

  const table = within(await screen.findByRole("table", { name: "Statement" }));
  const rows = table.getAllByRole("row").slice(1);
  expect(
    rows.map((row) =>
      within(row)
        .getAllByRole("cell")
        .map(({ textContent }) => textContent),
    ),
  ).toEqual([
    ["Sale", "7K3-9QX", "Commission", "-£2.00", "£10.00"],
    ["Sale", "7K3-9QX", "Goods and delivery, without VAT", "£12.00", "£12.00"],
  ]);
});

test("the days of the statement stand in the address, and what is no day is left out", async () => {
  const { address } = draw("/seller/money?from=yesterday");
  await userEvent.type(await screen.findByLabelText("To"), "2026-11-30");
  await userEvent.click(screen.getByRole("button", { name: "Show these days" }));

  await waitFor(() => expect(days()).toEqual(["", "to=2026-11-30"]));
  expect(address()).toContain("to=2026-11-30");
});

test("days that end before they begin are not asked for", async () => {
  draw("/seller/money?from=2026-11-30");
  await userEvent.type(await screen.findByLabelText("To"), "2026-11-01");
  await userEvent.click(screen.getByRole("button", { name: "Show these days" }));

  await screen.findByText("It ends before it begins.");
  expect(days()).toEqual(["from=2026-11-30"]);
});

test("a payout says how it stands", async () => {
  draw("/seller/money", {
    id: "p-1",
    status: "failed",
    provider: "stripe",
    amount: gbp(900),
    created_at: "2026-11-26T09:00:00Z",
    updated_at: "2026-11-26T09:01:00Z",
  });

  const table = within(await screen.findByRole("table", { name: "Payouts" }));
  expect(table.getByText("Failed, and owed again")).toBeDefined();
  expect(table.getByText("£9.00")).toBeDefined();
});
