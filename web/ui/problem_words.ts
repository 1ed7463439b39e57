import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Problem } from "../api/problem";

/** What people read of a problem, by its code; a code that is not here is told by its kind. */
const byCode: Record<string, MessageDescriptor> = {
  no_answer: msg`The shop did not answer. Look at your connection and try again.`,
  timeout: msg`The shop takes longer to answer than it should. Try again.`,
  unauthenticated: msg`You are signed out. Sign in and try again.`,
  forbidden: msg`Your account may not do this.`,
  rate_limited: msg`That was a lot at once. Wait a moment and try again.`,
  unavailable: msg`The shop is busy. Try again in a moment.`,
  version_conflict: msg`Somebody changed this meanwhile. Look at it again before you save.`,
  validation_failed: msg`Something in here needs to be put right.`,
  out_of_stock: msg`There is not so much of it left.`,
  price_changed: msg`A price has changed. Look at it before you go on.`,
  variant_not_found: msg`This is no longer sold.`,
  not_for_sale: msg`This cannot be bought right now.`,
  cart_full: msg`Your cart is full.`,
  line_too_large: msg`So many of one item do not go into one cart.`,
  total_too_large: msg`The cart is worth more than one order may be.`,
  currency_mismatch: msg`Your cart is in another currency. Order or empty it first.`,
  coupon_unknown: msg`There is no coupon with this code.`,
  credit_changed: msg`Less is left of a gift card or of your store credit than before. Look at the total again.`,
  gift_card_not_found: msg`There is no gift card with this code, or nothing is left on it.`,
  gift_card_over: msg`This gift card was ended.`,
  coupon_not_yet_valid: msg`This coupon is not valid yet.`,
  coupon_expired: msg`This coupon is no longer valid.`,
  coupon_used_up: msg`This coupon was used as often as it may be.`,
  coupon_already_used: msg`You have used this coupon already.`,
  coupon_not_applicable: msg`This coupon is for nothing in your cart.`,
  coupon_total_too_small: msg`Your cart does not come to what this coupon needs.`,
  coupon_code_taken: msg`Another promotion has this code.`,
  promotion_limits_fixed: msg`A promotion keeps having limits or none, and a limit cannot be less than what was used. Make another one.`,
  commission_rule_exists: msg`There is a rule in force for the same. Change it, or end it first.`,
  commission_rule_ended: msg`This rule was ended.`,
  promotion_ended: msg`This promotion was ended.`,
  empty_cart: msg`Your cart is empty.`,
  request_in_progress: msg`We are still at it. Ask again in a moment.`,
  confirmation_not_expected: msg`The bank does not wait for this any more.`,
  shop_suspended: msg`This shop does not sell at the moment.`,
  email_taken: msg`There is an account with this address already.`,
  too_many_addresses: msg`Your address book is full. Remove an address first.`,
  order_not_editable: msg`This order can no longer be changed, or not yet.`,
  order_not_cancellable: msg`This order can no longer be cancelled: some of it is on its way, or it is over.`,
  order_not_payable: msg`This order cannot be paid now: it is being paid, or its time is up.`,
  seller_approved: msg`This shop was approved meanwhile. Suspend it instead.`,
  seller_suspended: msg`This shop is suspended. Lift the suspension instead.`,
  seller_not_approved: msg`This shop was never open.`,
  slug_taken: msg`A category beside it has these words in its address already.`,
  category_not_empty: msg`There are products or other categories in it. Move them elsewhere first.`,
  sku_taken: msg`Another product of yours has one of these SKUs.`,
  reference_taken: msg`Another product of yours has this reference.`,
  below_reserved: msg`Orders hold more than would be left.`,
  below_zero: msg`There are not so many on hand.`,
  above_most_units: msg`No more than a million of one item are kept in one place.`,
  warehouse_name_taken: msg`You have a warehouse of this name.`,
  shipping_option_name_taken: msg`You have a way of sending of this name in this currency.`,
  too_many_shipping_options: msg`You keep as many ways of sending as there may be. Remove one first.`,
  warehouse_not_empty: msg`Stock is still kept there. Move it first.`,
  upload_refused: msg`The file was not taken. Choose it again.`,
  already_applied: msg`You have applied already.`,
  order_not_shippable: msg`This cannot be sent: it is on its way already, or was taken back.`,
  dispute_not_answerable: msg`This dispute was answered, or is decided.`,
  order_not_deliverable: msg`This is not on its way.`,
  order_not_refundable: msg`Nothing of this can be refunded: it was not paid, is cancelled, or has gone back already.`,
  order_not_returnable: msg`This can no longer be returned, or was not sent yet.`,
  return_not_answerable: msg`That cannot be done about this return any more.`,
  invalid_credentials: msg`That address and password do not belong together.`,
};

const gone = msg`This is not here, or no longer.`;
const refused = msg`That did not work.`;
const broken = msg`Something broke on our side. Nothing you did is lost; try again.`;

/** Say what went wrong, as a text still to be translated. */
export function wordsFor(problem: Problem): MessageDescriptor {
  return byCode[problem.code] ?? (problem.status >= 500 ? broken : problem.status === 404 ? gone : refused);
}
