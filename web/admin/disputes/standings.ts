import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Model } from "../../api/contract";
import type { Colour } from "../../theme/tokens";

export type Dispute = Model<"DisputeView">;

/** How a dispute stands. */
export const standings: Record<Dispute["status"], { words: MessageDescriptor; tone: Colour }> = {
  open: { words: msg`To be answered`, tone: "ember" },
  answering: { words: msg`The answer is on its way`, tone: "cobalt" },
  answered: { words: msg`Answered`, tone: "cobalt" },
  accepted: { words: msg`Accepted`, tone: "quiet" },
  won: { words: msg`Won`, tone: "leaf" },
  lost: { words: msg`Lost`, tone: "error" },
};
