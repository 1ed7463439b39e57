import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { readPages } from "../../api/queries";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { type Column, More, NoMatch, Price, QueryStates, RowGhosts, Table } from "../../ui";
import { DaysForm } from "../DaysForm";
import { useDays } from "../useDays";
import { type Entry, kinds, parts } from "./words";

/** What moved the shop's balance, the latest first: each balance is the one below it and the amount beside it. */
export function Statement() {
  const { t, i18n } = useLingui();
  const { moment } = useFormat();
  const { from, to, narrow, clear } = useDays();
  const query = useInfiniteQuery({
    ...readPages("read_statement", { ...(from && { from }), ...(to && { to }) }),
    placeholderData: keepPreviousData,
  });
  const columns: Column<Entry>[] = [
    { name: "booked_at", head: t`Booked`, kind: "title", cell: ({ booked_at }) => moment(booked_at) },
    { name: "kind", head: t`What happened`, cell: ({ kind }) => i18n._(kinds[kind]) },
    {
      name: "order",
      head: t`Order`,
      cell: ({ seller_order_id, order_number }) =>
        seller_order_id ? (
          <Link to={paths.sellerOrder.to(seller_order_id)}>
            <bdi>{order_number}</bdi>
          </Link>
        ) : (
          "–"
        ),
    },
    { name: "part", head: t`Part`, cell: ({ part }) => i18n._(parts[part]) },
    { name: "amount", head: t`Amount`, kind: "figure", cell: ({ amount }) => <Price of={amount} /> },
    { name: "balance", head: t`Balance`, kind: "figure", cell: ({ balance }) => <Price of={balance} /> },
  ];
  return (
    <section>
      <h2>
        <Trans>Statement</Trans>
      </h2>
      <DaysForm from={from} to={to} onChange={narrow} />
      <QueryStates
        query={query}
        ghost={<RowGhosts rows={8} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          from || to ? (
            <NoMatch onClear={clear}>
              <Trans>Nothing was booked on these days.</Trans>
            </NoMatch>
          ) : (
            <p>
              <Trans>Nothing was booked yet.</Trans>
            </p>
          )
        }
      >
        {({ pages }) => (
          <>
            <Table
              label={t`Statement`}
              columns={columns}
              items={pages.flatMap(({ items }) => items)}
              keyOf={({ id }) => id}
              busy={query.isPlaceholderData}
            />
            <More of={query} />
          </>
        )}
      </QueryStates>
    </section>
  );
}
