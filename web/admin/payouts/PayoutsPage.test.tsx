import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import { PayoutsPage } from "./PayoutsPage";
import type { Payout } from "./standings";

const SHOP = "01936e2c-7b00-7000-8000-0000000000d2";
const payout: Payout = {
  id: "p-1",
  seller_id: SHOP,
  status: "failed",
  provider: "sandbox",
  reference: null,
  failure_reason: "account_closed",
  amount: { amount: 1400, currency: "GBP" },
  created_at: "2026-11-27T09:00:00Z",
  updated_at: "2026-11-27T09:01:00Z",
};

test("payouts are asked for by how they stand, and keep to the shop that was chosen", async () => {
  api.answers("find_payouts", { items: [payout], next_cursor: null });
  const page = render(<PayoutsPage />, { at: `/admin/payouts?seller=${SHOP}` });

  await userEvent.click(await screen.findByRole("link", { name: "Failed" }));

  await waitFor(() => expect(page.address()).toBe(`/admin/payouts?status=failed&seller=${SHOP}`));
  await waitFor(() => {
    const asked = new URL(api.asked("find_payouts").at(-1)?.path ?? "", "https://souk.example").searchParams;
    expect([asked.get("status"), asked.get("seller")]).toEqual(["failed", SHOP]);
  });
});

test("a payout that failed says why, and leads to its shop", async () => {
  api.answers("find_payouts", { items: [payout], next_cursor: null });
  render(<PayoutsPage />);

  await screen.findByText("account_closed");
  expect(screen.getByRole("link", { name: "See the shop" }).getAttribute("href")).toBe(`/admin/shops/${SHOP}`);
});
