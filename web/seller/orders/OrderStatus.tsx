import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { Colour } from "../../theme/tokens";
import { Status } from "../../ui";
import type { SellerOrder } from "../queries";

type Stand = SellerOrder["status"];

/** Each status of a shop's order in words, and how urgent it looks. */
export const stands: Record<Stand, { words: MessageDescriptor; tone: Colour }> = {
  pending: { words: msg`Not paid yet`, tone: "quiet" },
  ready: { words: msg`To send`, tone: "ember" },
  shipped: { words: msg`On its way`, tone: "cobalt" },
  delivered: { words: msg`Delivered`, tone: "leaf" },
  cancelled: { words: msg`Cancelled`, tone: "quiet" },
  refunded: { words: msg`Refunded`, tone: "quiet" },
};

/** Where a shop's order stands. */
export function OrderStatus({ status }: { status: Stand }) {
  const { i18n } = useLingui();
  const { words, tone } = stands[status];
  return <Status tone={tone}>{i18n._(words)}</Status>;
}
