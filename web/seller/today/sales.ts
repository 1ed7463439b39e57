import type { Money } from "../../api/contract";
import type { SellerOrder } from "../queries";

/** Orders placed since the day began where this browser is, and what they come to in each currency. */
export function salesOfDay(orders: SellerOrder[], now: Date): { orders: SellerOrder[]; totals: Money[] } {
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  const today = orders.filter(
    ({ placed_at, status }) => new Date(placed_at) >= midnight && status !== "cancelled" && status !== "refunded",
  );
  const totals = new Map<Money["currency"], number>();
  for (const { total } of today) totals.set(total.currency, (totals.get(total.currency) ?? 0) + total.amount);
  return { orders: today, totals: [...totals].map(([currency, amount]) => ({ amount, currency })) };
}
