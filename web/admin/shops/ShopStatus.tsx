import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { Model } from "../../api/contract";
import type { Colour } from "../../theme/tokens";
import { Status } from "../../ui";

export type Standing = Model<"ShopStatus">;

/** How a shop stands, in a word. */
export const standings: Record<Standing, { words: MessageDescriptor; tone: Colour }> = {
  applied: { words: msg`Applied`, tone: "ember" },
  approved: { words: msg`Open`, tone: "leaf" },
  suspended: { words: msg`Suspended`, tone: "error" },
  refused: { words: msg`Refused`, tone: "quiet" },
};

/** How a shop stands. */
export function ShopStatus({ status }: { status: Standing }) {
  const { i18n } = useLingui();
  const { words, tone } = standings[status];
  return <Status tone={tone}>{i18n._(words)}</Status>;
}
