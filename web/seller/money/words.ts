import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Model } from "../../api/contract";
import type { Colour } from "../../theme/tokens";

export type Entry = Model<"StatementEntry">;
export type Payout = Model<"PayoutView">;

/** What happened to the shop's money. */
export const kinds: Record<Entry["kind"], MessageDescriptor> = {
  charge: msg`Payment`,
  refund: msg`Refund`,
  refund_returned: msg`The refund came back`,
  sale: msg`Sale`,
  sale_cancelled: msg`Cancelled sale`,
  refund_requested: msg`Refund`,
  refund_refused: msg`Refund that failed`,
  payout: msg`Payout`,
  payout_made: msg`Payout`,
  payout_failed: msg`Payout that failed`,
  credit_issued: msg`Gift card`,
  credit_spent: msg`Payment`,
  credit_returned: msg`Refund`,
  credit_lapsed: msg`Gift card`,
  refund_credited: msg`Refund`,
};

/** Which part of it an entry is. */
export const parts: Record<Entry["part"], MessageDescriptor> = {
  captured: msg`Paid`,
  fee: msg`Fee`,
  refunded: msg`Refunded`,
  paid: msg`Paid`,
  subsidy: msg`Discount`,
  goods: msg`Goods and delivery, without VAT`,
  tax: msg`VAT`,
  commission: msg`Commission`,
  commission_tax: msg`VAT on the commission`,
  payout: msg`Payout`,
  gift_card: msg`Gift card`,
  store_credit: msg`Store credit`,
};

/** How a payout stands. */
export const standings: Record<Payout["status"], { words: MessageDescriptor; tone: Colour }> = {
  claimed: { words: msg`On its way`, tone: "cobalt" },
  unknown: { words: msg`No answer`, tone: "ember" },
  failed: { words: msg`Failed, and owed again`, tone: "error" },
  made: { words: msg`Paid out`, tone: "leaf" },
};
