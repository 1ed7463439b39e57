import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import type { Model } from "../../api/contract";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { methodName } from "../../queries/methods";
import type { Colour } from "../../theme/tokens";
import { type Column, Price, Status, Table } from "../../ui";

type Payment = Model<"FoundTransaction">;

/** How an attempt to charge an order stands. */
export const standings: Record<Payment["status"], { words: MessageDescriptor; tone: Colour }> = {
  scheduled: { words: msg`About to be charged`, tone: "quiet" },
  initiated: { words: msg`Being charged`, tone: "cobalt" },
  unknown: { words: msg`No answer`, tone: "ember" },
  requires_action: { words: msg`Waits for the customer`, tone: "ember" },
  confirming: { words: msg`Being confirmed`, tone: "cobalt" },
  authorized: { words: msg`Kept for the order`, tone: "cobalt" },
  capturing: { words: msg`Being charged`, tone: "cobalt" },
  voiding: { words: msg`Being called off`, tone: "cobalt" },
  voided: { words: msg`Called off`, tone: "quiet" },
  completed: { words: msg`Charged`, tone: "leaf" },
  failed: { words: msg`Failed`, tone: "error" },
  partly_refunded: { words: msg`Partly refunded`, tone: "quiet" },
  refunded: { words: msg`Refunded`, tone: "quiet" },
};

interface Props {
  label: string;
  payments: Payment[];
  /** Whether their orders are to be told. */
  withOrder?: boolean;
  busy?: boolean;
}

/** Attempts to charge orders, one on each row. */
export function PaymentTable({ label, payments, withOrder = false, busy = false }: Props) {
  const { t, i18n } = useLingui();
  const { moment } = useFormat();
  const order: Column<Payment> = {
    name: "order",
    head: t`Order`,
    cell: ({ order_id, order_number }) => (
      <Link to={paths.adminOrder.to(order_id)}>
        <bdi>{order_number ?? order_id}</bdi>
      </Link>
    ),
  };
  const columns: Column<Payment>[] = [
    { name: "created_at", head: t`Begun`, kind: "title", cell: ({ created_at }) => moment(created_at) },
    ...(withOrder ? [order] : []),
    { name: "method", head: t`Method`, cell: ({ method }) => <bdi>{i18n._(methodName(method))}</bdi> },
    {
      name: "reference",
      head: t`Reference`,
      cell: ({ provider, reference }) => <bdi>{reference ?? provider ?? "–"}</bdi>,
    },
    { name: "amount", head: t`Amount`, kind: "figure", cell: ({ amount }) => <Price of={amount} /> },
    {
      name: "refunded",
      head: t`Refunded`,
      kind: "figure",
      cell: ({ refunded }) => (refunded.amount > 0 ? <Price of={refunded} /> : "–"),
    },
    {
      name: "status",
      head: t`Status`,
      cell: ({ status, failure_reason }) => (
        <>
          <Status tone={standings[status].tone}>{i18n._(standings[status].words)}</Status>
          {failure_reason && <bdi> {failure_reason}</bdi>}
        </>
      ),
    },
  ];
  return <Table label={label} columns={columns} items={payments} keyOf={({ id }) => id} busy={busy} />;
}
