import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Model } from "../../api/contract";
import type { Colour } from "../../theme/tokens";

export type Payout = Model<"FoundPayout">;

/** How a payout stands. */
export const standings: Record<Payout["status"], { words: MessageDescriptor; tone: Colour }> = {
  claimed: { words: msg`About to be paid out`, tone: "cobalt" },
  unknown: { words: msg`No answer`, tone: "ember" },
  failed: { words: msg`Failed`, tone: "error" },
  made: { words: msg`Paid out`, tone: "leaf" },
};
