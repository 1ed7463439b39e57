import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useFormat } from "../../format/format";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";
import { type Column, Price, Status, Table } from "../../ui";
import { type Refund, reasons, standings } from "./words";

interface Props {
  refunds: Refund[];
  /** Of what a refund is, where that is not the page's own. */
  of?: { head: string; cell: (refund: Refund) => ReactNode };
  busy?: boolean;
}

/** Refunds, one on each row, and how they stand. */
export function RefundTable({ refunds, of, busy = false }: Props) {
  const { t, i18n } = useLingui();
  const { moment } = useFormat();
  const columns: Column<Refund>[] = [
    { name: "at", head: t`Asked for`, kind: "title", cell: ({ requested_at }) => moment(requested_at) },
    ...(of ? [{ name: "of", ...of }] : []),
    {
      name: "reason",
      head: t`Why`,
      cell: ({ reason, note }) => (
        <span>
          {i18n._(reasons[reason])}
          {note && <Note dir="auto">{note}</Note>}
        </span>
      ),
    },
    { name: "amount", head: t`Amount`, kind: "figure", cell: ({ amount }) => <Price of={amount} /> },
    {
      name: "status",
      head: t`Status`,
      cell: ({ status, came_back }) => (
        <span>
          <Status tone={standings[status].tone}>{i18n._(standings[status].words)}</Status>
          {status === "returned" && (
            <Note>
              <Trans>
                The customer is still owed <Price of={came_back} />.
              </Trans>
            </Note>
          )}
        </span>
      ),
    },
  ];
  return <Table label={t`Refunds`} columns={columns} items={refunds} keyOf={({ id }) => id} busy={busy} />;
}

const Note = styled("small")({ display: "block", color: colour("quiet"), fontSize: sizes.label });
