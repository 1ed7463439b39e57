import { queryOptions } from "@tanstack/react-query";
import { call, requestKey } from "../../api/client";
import type { Model } from "../../api/contract";
import { read } from "../../api/queries";

export type Order = Model<"OrderView">;
export type SellerOrder = Model<"SoldView">;
export type OrderSummary = Model<"OrderSummary">;
export type Invoice = Model<"InvoiceView">;
export type TimelineEntry = Model<"TimelineEntry">;

const SOON = 2_000;

/** Whether something is about to happen to an order without anybody asking for it. */
const isMoving = (order: Order | undefined) => order?.status === "pending" && !order.payment_failure;

/** An order; while it is being paid it is looked at again every so often. */
export const order = (order_id: string) =>
  queryOptions({
    ...read("get_order", { order_id }),
    refetchInterval: ({ state }) => (isMoving(state.data) ? SOON : false),
  });

/** Everything that happened to an order; what it has come to since is asked anew. */
export function timeline({ id, status, payment_failure }: Order) {
  const params = { order_id: id };
  return queryOptions({
    queryKey: [...requestKey("get_timeline", params), status, payment_failure] as const,
    queryFn: ({ signal }) => call("get_timeline", params, { signal }),
  });
}

const LATER = 15_000;
// A link holds for a quarter of an hour.
const BEFORE_LINKS_END = 600_000;

/** The invoices of an order as it stands; asked for again while one is being written, and before links end. */
export function invoices({ id, status }: Order) {
  const params = { order_id: id };
  return queryOptions({
    queryKey: [...requestKey("list_invoices", params), status] as const,
    queryFn: ({ signal }) => call("list_invoices", params, { signal }),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => {
      if (!data) return false;
      if (data.items.length === 0) return LATER;
      return data.items.some(({ url }) => url === null) ? SOON : BEFORE_LINKS_END;
    },
  });
}
