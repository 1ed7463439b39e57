import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Model } from "../../api/contract";

export type Journal = Model<"OrderLedgerView">["journals"][number];
export type Entry = Journal["entries"][number];

/** What happened to money. */
export const kinds: Record<Journal["kind"], MessageDescriptor> = {
  charge: msg`The customer was charged`,
  refund: msg`The customer got money back`,
  refund_returned: msg`The refund came back`,
  sale: msg`The sale became the shops'`,
  sale_cancelled: msg`The sale was taken back`,
  refund_requested: msg`A refund was decided`,
  refund_refused: msg`The provider refused a refund`,
  payout: msg`A payout was begun`,
  payout_made: msg`A payout was made`,
  payout_failed: msg`A payout failed`,
  credit_issued: msg`A gift card was issued or store credit granted`,
  credit_spent: msg`Paid by gift card or store credit`,
  credit_returned: msg`Went back to a gift card or store credit`,
  credit_lapsed: msg`A gift card lapsed`,
  refund_credited: msg`Refunded as store credit`,
};

/** What the ledger keeps apart. */
export const accounts: Record<Entry["account"], MessageDescriptor> = {
  cash: msg`Money at the provider`,
  customer_funds: msg`Money of customers`,
  seller: msg`Owed to the shop`,
  commission: msg`Commission`,
  commission_tax: msg`Tax on commission`,
  provider_fees: msg`Fees of providers`,
  promotions: msg`Promotions of the platform`,
  disputes: msg`Money in dispute`,
  payouts_in_transit: msg`Payouts on their way`,
  gift_cards: msg`Gift cards`,
  store_credit: msg`Store credit`,
  goodwill: msg`Goodwill`,
  breakage: msg`Gift cards that lapsed`,
};

/** Which part of what happened an entry is about. */
export const parts: Record<Entry["part"], MessageDescriptor> = {
  captured: msg`Charged`,
  fee: msg`Fee`,
  refunded: msg`Refunded`,
  paid: msg`Paid`,
  subsidy: msg`Discount of the platform`,
  goods: msg`Goods and delivery`,
  tax: msg`VAT`,
  commission: msg`Commission`,
  commission_tax: msg`Tax on commission`,
  payout: msg`Payout`,
  gift_card: msg`Gift card`,
  store_credit: msg`Store credit`,
};
