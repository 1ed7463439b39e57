import { expect, test } from "vitest";
import type { SellerOrder } from "../queries";
import { salesOfDay } from "./sales";

const now = new Date(2026, 10, 27, 12);
const order = (hours: number, amount: number, more: Partial<SellerOrder> = {}) =>
  ({
    placed_at: new Date(2026, 10, 27, hours).toISOString(),
    status: "ready",
    total: { amount, currency: "GBP" },
    ...more,
  }) as SellerOrder;

test("what was sold today is summed by currency, and yesterday and what was cancelled are left out", () => {
  const sold = salesOfDay(
    [
      order(11, 1000),
      order(0, 250),
      order(9, 500, { total: { amount: 500, currency: "EUR" } }),
      order(10, 9000, { status: "cancelled" }),
      order(-1, 7000),
    ],
    now,
  );

  expect(sold.orders).toHaveLength(3);
  expect(sold.totals).toEqual([
    { amount: 1250, currency: "GBP" },
    { amount: 500, currency: "EUR" },
  ]);
});
