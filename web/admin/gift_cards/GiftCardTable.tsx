import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import type { Model } from "../../api/contract";
import { useFormat } from "../../format/format";
import type { Colour } from "../../theme/tokens";
import { Button, type Column, Price, Status, Table } from "../../ui";

export type GiftCard = Model<"GiftCardView">;

const standings: Record<GiftCard["status"], { words: MessageDescriptor; tone: Colour }> = {
  active: { words: msg`Can be spent`, tone: "leaf" },
  used_up: { words: msg`Used up`, tone: "quiet" },
  expired: { words: msg`Expired`, tone: "ember" },
  ended: { words: msg`Over`, tone: "quiet" },
};

interface Props {
  label: string;
  cards: GiftCard[];
  onRenew: (card: GiftCard) => void;
  onEnd: (card: GiftCard) => void;
  busy?: boolean;
}

/** Gift cards, one on each row, with what can be done about it. */
export function GiftCardTable({ label, cards, onRenew, onEnd, busy = false }: Props) {
  const { t, i18n } = useLingui();
  const { moment } = useFormat();
  const columns: Column<GiftCard>[] = [
    { name: "hint", head: t`Code`, kind: "title", cell: ({ hint }) => <bdi>{hint ? `…${hint}` : "–"}</bdi> },
    { name: "issued", head: t`Worth`, kind: "figure", cell: ({ issued }) => <Price of={issued} /> },
    { name: "balance", head: t`Left`, kind: "figure", cell: ({ balance }) => <Price of={balance} /> },
    {
      name: "status",
      head: t`Status`,
      cell: ({ status }) => <Status tone={standings[status].tone}>{i18n._(standings[status].words)}</Status>,
    },
    { name: "email", head: t`Mailed to`, cell: ({ email }) => <bdi>{email ?? "–"}</bdi> },
    { name: "note", head: t`Note`, cell: ({ note }) => <bdi>{note ?? "–"}</bdi> },
    { name: "at", head: t`Issued`, cell: ({ issued_at }) => moment(issued_at) },
    { name: "until", head: t`Until`, cell: ({ expires_at }) => (expires_at ? moment(expires_at) : "–") },
    {
      name: "actions",
      head: t`What can be done`,
      kind: "action",
      cell: (one) => {
        const hint = one.hint ?? "–";
        return (
          one.status !== "ended" && (
            <>
              <Button aria-label={t`New code for gift card ${hint}`} onClick={() => onRenew(one)}>
                <Trans>New code</Trans>
              </Button>
              <Button color="error" aria-label={t`End gift card ${hint}`} onClick={() => onEnd(one)}>
                <Trans>End</Trans>
              </Button>
            </>
          )
        );
      },
    },
  ];
  return <Table label={label} columns={columns} items={cards} keyOf={({ id }) => id} busy={busy} />;
}
