import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Model } from "../../api/contract";
import type { Colour } from "../../theme/tokens";

export type Standing = Model<"MessageStatus">;

/** How a message stands. */
export const standings: Record<Standing, { words: MessageDescriptor; tone: Colour }> = {
  queued: { words: msg`Queued`, tone: "cobalt" },
  sending: { words: msg`Being sent`, tone: "cobalt" },
  sent: { words: msg`Sent`, tone: "leaf" },
  failed: { words: msg`Failed`, tone: "error" },
};

/** What a message is about, by its template. */
export const titles: Record<string, MessageDescriptor> = {
  welcome: msg`Welcome`,
  order_receipt: msg`Receipt of an order`,
  order_shipped: msg`An order was sent`,
  order_cancelled: msg`An order was cancelled`,
  payment_failed: msg`A payment failed`,
  gift_card: msg`A gift card`,
  shop_approved: msg`A shop may sell`,
  shop_refused: msg`An application was refused`,
  shop_suspended: msg`A shop was suspended`,
  refund_made: msg`Money went back`,
  refund_failed: msg`Money could not be sent back`,
  part_cancelled: msg`A shop gave its part of an order up`,
  return_accepted: msg`A return was accepted`,
  return_declined: msg`A return was declined`,
  invoice_issued: msg`An invoice or a credit note`,
  shop_order: msg`A new order for a shop`,
  shop_return: msg`A return was asked for`,
};

/** How a message travels. */
export const channels: Record<string, MessageDescriptor> = {
  email: msg`Mail`,
  sms: msg`Text message`,
};
