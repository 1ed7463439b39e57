import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Model } from "../../api/contract";
import type { Colour } from "../../theme/tokens";

export type Return = Model<"SellerReturnView">;

/** How a return stands, for its shop. */
export const standings: Record<Return["status"], { words: MessageDescriptor; tone: Colour }> = {
  requested: { words: msg`Waits for you`, tone: "ember" },
  accepted: { words: msg`Accepted`, tone: "cobalt" },
  declined: { words: msg`Declined`, tone: "quiet" },
  received: { words: msg`Received`, tone: "cobalt" },
  refunded: { words: msg`Refunded`, tone: "leaf" },
};

/** Why a customer sends something back. */
export const reasons: Record<Return["reason"], MessageDescriptor> = {
  damaged: msg`Damaged`,
  not_as_described: msg`Not as described`,
  wrong_item: msg`Something else than was ordered`,
  does_not_fit: msg`It does not fit`,
  changed_mind: msg`Another decision`,
  other: msg`Another reason`,
};
