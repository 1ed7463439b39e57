import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { Button, type Column, Table } from "../../ui";
import { differences, type Mismatch, moves } from "./differences";
import { Side } from "./Side";

interface Props {
  label: string;
  mismatches: Mismatch[];
  onSettle: (mismatch: Mismatch) => void;
  busy?: boolean;
}

/** Differences, one on each row, with what either side says. */
export function MismatchTable({ label, mismatches, onSettle, busy = false }: Props) {
  const { t, i18n } = useLingui();
  const { moment } = useFormat();
  const columns: Column<Mismatch>[] = [
    { name: "occurred_at", head: t`Moved`, kind: "title", cell: ({ occurred_at }) => moment(occurred_at) },
    { name: "difference", head: t`Difference`, cell: ({ difference }) => i18n._(differences[difference]) },
    {
      name: "what",
      head: t`What`,
      cell: ({ kind, provider, reference, order_id }) => (
        <>
          {i18n._(moves[kind])} · <bdi>{reference ?? provider}</bdi>
          {order_id && (
            <>
              {" · "}
              <Link to={paths.adminOrder.to(order_id)}>
                <Trans>See the order</Trans>
              </Link>
            </>
          )}
        </>
      ),
    },
    { name: "booked", head: t`Our books`, kind: "figure", cell: ({ booked }) => <Side moved={booked} /> },
    { name: "reported", head: t`Report`, kind: "figure", cell: ({ reported }) => <Side moved={reported} /> },
    {
      name: "note",
      head: t`Note`,
      cell: (mismatch) =>
        mismatch.settled_at ? (
          <bdi>{mismatch.note}</bdi>
        ) : (
          <Button variant="outlined" onClick={() => onSettle(mismatch)}>
            <Trans>Settle</Trans>
          </Button>
        ),
    },
  ];
  return <Table label={label} columns={columns} items={mismatches} keyOf={({ id }) => id} busy={busy} />;
}
