import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Colour } from "../../theme/tokens";
import type { Order, SellerOrder } from "./queries";

interface Standing {
  /** In a word or two. */
  name: MessageDescriptor;
  /** In a sentence: what is so, and what comes next. */
  says: MessageDescriptor;
  tone: Colour;
}

const standings: Record<Order["status"], Standing> = {
  pending: {
    name: msg`Being paid`,
    says: msg`Everything is set aside for you while your payment goes through.`,
    tone: "cobalt",
  },
  awaiting_action: {
    name: msg`Waits for you`,
    says: msg`Your bank asks you for one more step. Everything is set aside for you until then.`,
    tone: "ember",
  },
  paid: { name: msg`Paid`, says: msg`Your order is paid. The shops are getting it ready.`, tone: "leaf" },
  partly_shipped: {
    name: msg`Partly on its way`,
    says: msg`A part of your order is on its way; the rest follows.`,
    tone: "leaf",
  },
  shipped: { name: msg`On its way`, says: msg`All of your order is on its way.`, tone: "leaf" },
  completed: { name: msg`Delivered`, says: msg`All of your order has arrived.`, tone: "leaf" },
  cancelled: {
    name: msg`Cancelled`,
    says: msg`This order was cancelled. Whatever was paid for it goes back the way it came.`,
    tone: "quiet",
  },
  refunded: { name: msg`Refunded`, says: msg`What you paid has gone back the way it came.`, tone: "quiet" },
};

const owed: Standing = {
  name: msg`Refunded`,
  says: msg`What you paid was sent back, and your bank returned some of it to us. It is still yours, and we find another way.`,
  tone: "ember",
};

const unpaid: Standing = { ...standings.pending, name: msg`Not paid yet`, tone: "ember" };

/** Say how an order stands. */
export function standingOf(
  order: Pick<Order, "status" | "payable_until"> & Partial<Pick<Order, "total" | "refunded">>,
) {
  const { status, payable_until, total, refunded } = order;
  // All of it had gone back.
  if (status === "refunded" && total && refunded && refunded.amount < total.amount) return owed;
  return status === "pending" && payable_until ? unpaid : standings[status];
}

/** Say how a shop's part of an order stands. */
export const partNames: Record<SellerOrder["status"], { name: MessageDescriptor; tone: Colour }> = {
  pending: { name: msg`Waits for the payment`, tone: "quiet" },
  ready: { name: msg`Is being made ready`, tone: "cobalt" },
  shipped: { name: msg`On its way`, tone: "leaf" },
  delivered: { name: msg`Delivered`, tone: "leaf" },
  cancelled: { name: msg`Cancelled`, tone: "quiet" },
  refunded: { name: msg`Refunded`, tone: "quiet" },
};

/** Say why an order was cancelled. */
export const cancellations: Record<string, MessageDescriptor> = {
  customer: msg`You asked for it.`,
  out_of_stock: msg`Something was sold out before your payment arrived.`,
  seller: msg`The shops could not send what you ordered.`,
  wrong_amount_paid: msg`Another amount than its total was paid.`,
  payment_overdue: msg`It was not paid in time, so its items are back in your cart.`,
};
