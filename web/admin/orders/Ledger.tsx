import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Model } from "../../api/contract";
import { read } from "../../api/queries";
import { useFormat } from "../../format/format";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";
import { type Column, Price, QueryStates, RowGhosts, Table } from "../../ui";
import { accounts, type Entry, type Journal, kinds, parts } from "./booked";

type Sum = Model<"OrderLedgerView">["sums"][number];

interface Props {
  order: Model<"AnyOrderView">;
}

/** All that moved an order's money, and that nothing of it is missing. */
export function Ledger({ order }: Props) {
  const ledger = useQuery(read("inspect_order_ledger", { order_id: order.id }));
  return (
    <Booked>
      <h2>
        <Trans>Ledger</Trans>
      </h2>
      <QueryStates
        query={ledger}
        ghost={<RowGhosts rows={4} height={36} />}
        isEmpty={({ journals }) => journals.length === 0}
        empty={
          <p>
            <Trans>No money was moved yet.</Trans>
          </p>
        }
      >
        {({ journals, sums }) => (
          <>
            {journals.map((one) => (
              <Entries key={one.id} of={one} order={order} />
            ))}
            <Sums of={sums} />
          </>
        )}
      </QueryStates>
    </Booked>
  );
}

function Entries({ of: { kind, booked_at, entries }, order: { sellers } }: { of: Journal } & Props) {
  const { t, i18n } = useLingui();
  const { moment } = useFormat();
  const what = i18n._(kinds[kind]);
  const ofWhom = ({ seller_id, provider }: Entry) =>
    sellers.find(({ id, seller_id: shop }) => shop === seller_id || id === seller_id)?.seller_name ??
    seller_id ??
    provider;
  const columns: Column<Entry>[] = [
    { name: "account", head: t`Account`, kind: "title", cell: ({ account }) => i18n._(accounts[account]) },
    { name: "of", head: t`Of whom`, cell: (entry) => <bdi>{ofWhom(entry) ?? "–"}</bdi> },
    { name: "part", head: t`For`, cell: ({ part }) => i18n._(parts[part]) },
    { name: "debit", head: t`Debit`, kind: "figure", cell: ({ debit }) => (debit ? <Price of={debit} /> : "–") },
    { name: "credit", head: t`Credit`, kind: "figure", cell: ({ credit }) => (credit ? <Price of={credit} /> : "–") },
  ];
  return (
    <>
      <h3>
        {what} <time dateTime={booked_at}>{moment(booked_at)}</time>
      </h3>
      {entries.length > 0 ? (
        <Table label={what} columns={columns} items={entries} keyOf={keyOf} />
      ) : (
        <p>
          <Trans>It moved nothing.</Trans>
        </p>
      )}
    </>
  );
}

function Sums({ of: sums }: { of: Sum[] }) {
  const { t } = useLingui();
  const { currencies } = useFormat();
  const columns: Column<Sum>[] = [
    { name: "currency", head: t`Currency`, kind: "title", cell: ({ debit }) => currencies(debit.currency) },
    { name: "debit", head: t`Debit`, kind: "figure", cell: ({ debit }) => <Price of={debit} /> },
    { name: "credit", head: t`Credit`, kind: "figure", cell: ({ credit }) => <Price of={credit} /> },
    {
      name: "difference",
      head: t`Difference`,
      kind: "figure",
      cell: ({ debit, credit }) => (
        <b className={debit.amount === credit.amount ? undefined : "error"}>
          <Price of={{ ...debit, amount: debit.amount - credit.amount }} />
        </b>
      ),
    },
  ];
  return (
    <>
      <h3>
        <Trans>Sum of all of it</Trans>
      </h3>
      <Table label={t`Sum of all of it`} columns={columns} items={sums} keyOf={({ debit }) => debit.currency} />
    </>
  );
}

const keyOf = ({ account, part, seller_id, provider, debit, credit }: Entry) =>
  [account, part, seller_id, provider, debit?.currency ?? credit?.currency, debit ? "debit" : "credit"].join(" ");

const Booked = styled("section")({
  marginBlockStart: 32,
  "& > h2": { marginBlockEnd: 8 },
  "& > h3": { marginBlock: "16px 4px", fontSize: sizes.compact },
  "& time": { color: colour("quiet"), fontWeight: 400, fontSize: sizes.label },
  "& .error": { color: colour("error") },
  // Columns of one journal stand below those of the one before it.
  "@media (min-width: 601px)": { "& table": { tableLayout: "fixed" } },
});
