import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Model } from "../../api/contract";
import type { Colour } from "../../theme/tokens";
import type { SellerOrder } from "./queries";

export type Return = Model<"ReturnView">;

// As long as the API takes a return after a parcel arrived.
const WINDOW = 30 * 86_400_000;

/** How many units of a line may be sent back. */
export const unitsLeft = ({ quantity, refunded_quantity, returning_quantity }: SellerOrder["lines"][number]) =>
  quantity - refunded_quantity - returning_quantity;

/** Whether something of a parcel may be sent back. */
export const isReturnable = ({ shipped_at, delivered_at, lines }: SellerOrder) =>
  shipped_at !== null &&
  (delivered_at === null || Date.parse(delivered_at) + WINDOW > Date.now()) &&
  lines.some((line) => unitsLeft(line) > 0);

/** Why something is sent back. */
export const returnReasons: Record<Return["reason"], MessageDescriptor> = {
  damaged: msg`It came damaged`,
  not_as_described: msg`It is not as it was described`,
  wrong_item: msg`It is not what I ordered`,
  does_not_fit: msg`It does not fit`,
  changed_mind: msg`I changed my mind`,
  other: msg`Another reason`,
};

/** How a return stands, for who sends something back. */
export const returnStandings: Record<Return["status"], { name: MessageDescriptor; tone: Colour }> = {
  requested: { name: msg`The shop was asked`, tone: "cobalt" },
  accepted: { name: msg`Accepted`, tone: "leaf" },
  declined: { name: msg`Not accepted`, tone: "quiet" },
  received: { name: msg`Your money is on its way`, tone: "leaf" },
  refunded: { name: msg`Refunded`, tone: "leaf" },
};
