import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { type Column, Price, Status, Table } from "../../ui";
import { type Payout, standings } from "./standings";

interface Props {
  label: string;
  payouts: Payout[];
  busy?: boolean;
}

/** Payouts, one on each row. */
export function PayoutTable({ label, payouts, busy = false }: Props) {
  const { t, i18n } = useLingui();
  const { moment } = useFormat();
  const columns: Column<Payout>[] = [
    { name: "created_at", head: t`Begun`, kind: "title", cell: ({ created_at }) => moment(created_at) },
    {
      name: "shop",
      head: t`Shop`,
      cell: ({ seller_id }) => (
        <>
          <Link to={paths.adminShop.to(seller_id)}>
            <Trans>See the shop</Trans>
          </Link>
          {" · "}
          <Link to={paths.adminPayouts.to({ seller: seller_id })}>
            <Trans>All its payouts</Trans>
          </Link>
        </>
      ),
    },
    {
      name: "reference",
      head: t`Reference`,
      cell: ({ provider, reference }) => <bdi>{reference ?? provider}</bdi>,
    },
    { name: "amount", head: t`Amount`, kind: "figure", cell: ({ amount }) => <Price of={amount} /> },
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
    { name: "updated_at", head: t`Last changed`, cell: ({ updated_at }) => moment(updated_at) },
  ];
  return <Table label={label} columns={columns} items={payouts} keyOf={({ id }) => id} busy={busy} />;
}
