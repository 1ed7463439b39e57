import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { Model } from "../../api/contract";
import type { Colour } from "../../theme/tokens";
import { Status } from "../../ui";

type Standing = Model<"OrderStatus"> | Model<"SellerOrderStatus">;

/** How an order, or a shop's part of one, stands. */
export const standings: Record<Standing, { words: MessageDescriptor; tone: Colour }> = {
  pending: { words: msg`Not paid yet`, tone: "ember" },
  awaiting_action: { words: msg`Waits for the bank`, tone: "ember" },
  paid: { words: msg`Paid`, tone: "leaf" },
  ready: { words: msg`To send`, tone: "cobalt" },
  partly_shipped: { words: msg`Partly on its way`, tone: "cobalt" },
  shipped: { words: msg`On its way`, tone: "cobalt" },
  completed: { words: msg`Delivered`, tone: "leaf" },
  delivered: { words: msg`Delivered`, tone: "leaf" },
  cancelled: { words: msg`Cancelled`, tone: "quiet" },
  refunded: { words: msg`Refunded`, tone: "quiet" },
};

export function OrderStanding({ status }: { status: Standing }) {
  const { i18n } = useLingui();
  const { words, tone } = standings[status];
  return <Status tone={tone}>{i18n._(words)}</Status>;
}
