import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import type { Model } from "../../api/contract";
import { readPages } from "../../api/queries";
import { useNarrowing } from "../../consoles/useNarrowing";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import {
  type Column,
  Empty,
  More,
  NoMatch,
  Page,
  Price,
  QueryStates,
  RowGhosts,
  SearchLine,
  Table,
  Tabs,
} from "../../ui";
import { Narrowed } from "../Narrowed";
import { lookup } from "./lookup";
import { OrderStanding, standings } from "./Standing";

const statuses = [
  "pending",
  "awaiting_action",
  "paid",
  "partly_shipped",
  "shipped",
  "completed",
  "cancelled",
  "refunded",
] as const satisfies Model<"OrderStatus">[];

/** Everybody's orders, the latest first, and a way to look for one. */
export function OrdersPage() {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const { value, narrow, isNarrowed, clear } = useNarrowing("number", "email", "customer", "status");
  const sought = Object.fromEntries(
    (["number", "email", "customer"] as const).map((name) => [name, value(name)]).filter(([, words]) => words),
  );
  const status = statuses.find((name) => name === value("status"));
  const orders = useInfiniteQuery({
    ...readPages("find_orders", { ...sought, ...(status && { status }) }),
    placeholderData: keepPreviousData,
  });
  const find = (words: string) => {
    const wanted = lookup(words);
    if (wanted && "id" in wanted) navigate(paths.adminOrder.to(wanted.id));
    else if (wanted && "email" in wanted) narrow({ email: wanted.email, number: "", customer: "" });
    else narrow({ number: wanted?.name.toUpperCase() ?? "", email: "", customer: "" });
  };
  const tab = (label: string, name?: (typeof statuses)[number]) => ({
    to: paths.adminOrders.to({ ...sought, ...(name && { status: name }) }),
    label,
    current: status === name,
  });
  return (
    <Page title={t`Orders`} unlisted>
      <SearchLine label={t`Number, e-mail or id`} value={value("number") || value("email")} onChange={find} />
      <Tabs
        label={t`Which orders`}
        tabs={[tab(t`All`), ...statuses.map((name) => tab(i18n._(standings[name].words), name))]}
      />
      {value("customer") && (
        <Narrowed onClear={clear}>
          <Trans>Only the orders of one customer</Trans>
        </Narrowed>
      )}
      <QueryStates
        query={orders}
        ghost={<RowGhosts rows={8} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          isNarrowed ? (
            <NoMatch onClear={clear}>
              <Trans>There is no such order.</Trans>
            </NoMatch>
          ) : (
            <Empty>
              <Trans>Nobody has ordered yet.</Trans>
            </Empty>
          )
        }
      >
        {({ pages }) => (
          <>
            <OrderTable orders={pages.flatMap(({ items }) => items)} busy={orders.isPlaceholderData} />
            <More of={orders} />
          </>
        )}
      </QueryStates>
    </Page>
  );
}

function OrderTable({ orders, busy }: { orders: Model<"FoundOrder">[]; busy: boolean }) {
  const { t } = useLingui();
  const { moment, count } = useFormat();
  const columns: Column<Model<"FoundOrder">>[] = [
    {
      name: "number",
      head: t`Order`,
      kind: "title",
      cell: ({ id, number }) => (
        <Link to={paths.adminOrder.to(id)}>
          <bdi>{number}</bdi>
        </Link>
      ),
    },
    { name: "placed_at", head: t`Placed`, cell: ({ placed_at }) => moment(placed_at) },
    { name: "email", head: t`Customer`, cell: ({ email }) => (email ? <bdi>{email}</bdi> : "–") },
    { name: "lines", head: t`Lines`, kind: "figure", cell: ({ line_count }) => count(line_count) },
    { name: "total", head: t`Total`, kind: "figure", cell: ({ total }) => <Price of={total} /> },
    { name: "status", head: t`Status`, cell: ({ status }) => <OrderStanding status={status} /> },
  ];
  return <Table label={t`Orders`} columns={columns} items={orders} keyOf={({ id }) => id} busy={busy} />;
}
