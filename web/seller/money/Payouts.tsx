import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { readPages } from "../../api/queries";
import { useFormat } from "../../format/format";
import { type Column, More, Price, QueryStates, RowGhosts, Status, Table } from "../../ui";
import { type Payout, standings } from "./words";

/** What was paid out, and what is on its way, the latest first. */
export function Payouts() {
  const { t, i18n } = useLingui();
  const { moment } = useFormat();
  const query = useInfiniteQuery(readPages("list_payouts", { limit: 10 }));
  const columns: Column<Payout>[] = [
    { name: "created_at", head: t`Begun`, kind: "title", cell: ({ created_at }) => moment(created_at) },
    {
      name: "status",
      head: t`Status`,
      cell: ({ status }) => <Status tone={standings[status].tone}>{i18n._(standings[status].words)}</Status>,
    },
    { name: "updated_at", head: t`Since`, cell: ({ updated_at }) => moment(updated_at) },
    { name: "amount", head: t`Amount`, kind: "figure", cell: ({ amount }) => <Price of={amount} /> },
  ];
  return (
    <section>
      <h2>
        <Trans>Payouts</Trans>
      </h2>
      <QueryStates
        query={query}
        ghost={<RowGhosts rows={3} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          <p>
            <Trans>Nothing was paid out yet.</Trans>
          </p>
        }
      >
        {({ pages }) => (
          <>
            <Table
              label={t`Payouts`}
              columns={columns}
              items={pages.flatMap(({ items }) => items)}
              keyOf={({ id }) => id}
            />
            <More of={query} />
          </>
        )}
      </QueryStates>
    </section>
  );
}
