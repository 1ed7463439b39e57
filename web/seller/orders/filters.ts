import type { Params } from "../../api/contract";
import type { SellerOrder } from "../queries";

type Query = Partial<Params<"list_seller_orders">>;

export const states = [
  "ready",
  "shipped",
  "delivered",
  "cancelled",
  "refunded",
] as const satisfies SellerOrder["status"][];

/** Read what shops look orders up by: a number, or how the name on the parcel begins. */
export function sought(words: string): Query {
  const trimmed = words.trim();
  if (!trimmed) return {};
  return /^S-\d{4}-\w+$/i.test(trimmed) ? { number: trimmed.toUpperCase() } : { buyer: trimmed };
}

/** Say what the list shows: what waits to be sent, unless the address asks for all, or looks for something. */
export function queryOf(values: { q: string; show: string; from: string; to: string }): Query {
  const { q, show, from, to } = values;
  const state = states.find((name) => name === show);
  const others = { ...sought(q), ...(from && { first_day: from }), ...(to && { last_day: to }) };
  if (state) return { ...others, state };
  return show === "all" || Object.keys(others).length > 0 ? others : { to_send: true };
}
