import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { readPages } from "../../api/queries";
import { paths } from "../../paths";
import { ButtonLink, Empty, Icon, More, NoMatch, Page, QueryStates, RowGhosts, SearchLine, Tabs } from "../../ui";
import { DaysForm } from "../DaysForm";
import { useDays } from "../useDays";
import { queryOf, states } from "./filters";
import { stands } from "./OrderStatus";
import { OrderTable } from "./OrderTable";

/** The shop's orders: those to be sent, all of them, or those that are looked for. */
export function OrdersPage() {
  const { t, i18n } = useLingui();
  const { from, to, search, narrow, clear } = useDays();
  const [q, show] = [search.get("q") ?? "", search.get("show") ?? ""];
  const query = queryOf({ q, show, from, to });
  const orders = useInfiniteQuery({
    ...readPages("list_seller_orders", query),
    placeholderData: keepPreviousData,
  });
  const items = orders.data?.pages.flatMap((page) => page.items) ?? [];
  const kept = { ...(q && { q }), ...(from && { from }), ...(to && { to }) };
  const isSought = Object.keys(kept).length > 0;
  const tab = (label: string, name: string, current = query.state === name) => ({
    to: paths.sellerOrders.to({ ...kept, show: name }),
    label,
    current,
  });
  return (
    <Page
      title={t`Orders`}
      unlisted
      aside={
        <ButtonLink to={paths.sellerPicks.to()} variant="outlined" startIcon={<Icon name="print" size={20} />}>
          <Trans>Pick list</Trans>
        </ButtonLink>
      }
    >
      <SearchLine
        label={t`Number of an order, or the name on it`}
        value={q}
        onChange={(words) => narrow({ q: words })}
      />
      <Tabs
        label={t`Which orders`}
        tabs={[
          { to: paths.sellerOrders.to(), label: t`To send`, current: query.to_send === true },
          tab(t`All`, "all", !query.to_send && !query.state),
          ...states.filter((name) => name !== "ready").map((name) => tab(i18n._(stands[name].words), name)),
        ]}
      />
      {!query.to_send && <DaysForm from={from} to={to} onChange={narrow} />}
      <QueryStates
        query={orders}
        ghost={<RowGhosts rows={8} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          isSought || query.state ? (
            <NoMatch onClear={clear}>
              <Trans>There is no such order.</Trans>
            </NoMatch>
          ) : (
            <Empty>
              {query.to_send ? <Trans>Everything is sent.</Trans> : <Trans>Nobody has ordered from you yet.</Trans>}
            </Empty>
          )
        }
      >
        {() => (
          <>
            <OrderTable orders={items} busy={orders.isPlaceholderData} />
            <More of={orders} />
          </>
        )}
      </QueryStates>
    </Page>
  );
}
