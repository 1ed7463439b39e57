import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Body, Model } from "../../api/contract";
import type { Colour } from "../../theme/tokens";

export type Refund = Model<"KnownRefund">;

/** How a refund stands. */
export const standings: Record<Refund["status"], { words: MessageDescriptor; tone: Colour }> = {
  requested: { words: msg`On its way`, tone: "cobalt" },
  completed: { words: msg`Paid back`, tone: "leaf" },
  refused: { words: msg`Refused`, tone: "error" },
  returned: { words: msg`Came back`, tone: "error" },
};

/** Why money goes back. */
export const reasons: Record<Refund["reason"], MessageDescriptor> = {
  damaged: msg`Damaged`,
  not_as_described: msg`Not as described`,
  wrong_item: msg`Something else than was ordered`,
  missing: msg`Something was missing`,
  late: msg`Too late`,
  goodwill: msg`Goodwill`,
  other: msg`Another reason`,
  returned: msg`Sent back`,
  order_cancelled: msg`The order was cancelled`,
  seller_order_cancelled: msg`The shop gave its part up`,
  order_edited: msg`Fewer were kept`,
};

/** The reasons that people give; the others are those of returns and cancellations. */
export const given = [
  "damaged",
  "not_as_described",
  "wrong_item",
  "missing",
  "late",
  "goodwill",
  "other",
] as const satisfies Body<"refund_order">["reason"][];
