import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { Button, type Column, Price, Status, Table } from "../../ui";
import { type Dispute, standings } from "./standings";

interface Props {
  label: string;
  disputes: Dispute[];
  onAnswer: (dispute: Dispute) => void;
  busy?: boolean;
}

/** Disputes, one on each row, with what can be done about it. */
export function DisputeTable({ label, disputes, onAnswer, busy = false }: Props) {
  const { t, i18n } = useLingui();
  const { moment } = useFormat();
  const columns: Column<Dispute>[] = [
    { name: "opened_at", head: t`Opened`, kind: "title", cell: ({ opened_at }) => moment(opened_at) },
    {
      name: "order",
      head: t`Order`,
      cell: ({ order_id, order_number }) => (
        <Link to={paths.adminOrder.to(order_id)}>
          <bdi>{order_number ?? order_id}</bdi>
        </Link>
      ),
    },
    { name: "reason", head: t`Reason`, cell: ({ reason }) => <bdi>{reason}</bdi> },
    { name: "amount", head: t`Amount`, kind: "figure", cell: ({ amount }) => <Price of={amount} /> },
    {
      name: "status",
      head: t`Status`,
      cell: ({ status }) => <Status tone={standings[status].tone}>{i18n._(standings[status].words)}</Status>,
    },
    {
      name: "answer_until",
      head: t`Answer until`,
      cell: ({ status, answer_until }) => (status === "open" && answer_until ? moment(answer_until) : "–"),
    },
    {
      name: "answer",
      head: t`Answer`,
      cell: (dispute) =>
        dispute.status === "open" ? (
          <Button variant="outlined" onClick={() => onAnswer(dispute)}>
            <Trans>Answer</Trans>
          </Button>
        ) : dispute.accepted ? (
          <Trans>accepted</Trans>
        ) : (
          <bdi>{dispute.evidence?.text ?? "–"}</bdi>
        ),
    },
  ];
  return <Table label={label} columns={columns} items={disputes} keyOf={({ id }) => id} busy={busy} />;
}
