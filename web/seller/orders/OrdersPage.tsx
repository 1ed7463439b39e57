import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { readPages } from "../../api/queries";
import { paths } from "../../paths";
import { ButtonLink, Empty, Icon, More, Page, QueryStates, RowGhosts, Tabs } from "../../ui";
import { OrderTable } from "./OrderTable";

/** The shop's orders: those to be sent, or all of them. */
export function OrdersPage() {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const all = search.get("show") === "all";
  const orders = useInfiniteQuery({
    ...readPages("list_seller_orders", all ? {} : { to_send: true }),
    placeholderData: keepPreviousData,
  });
  const items = orders.data?.pages.flatMap((page) => page.items) ?? [];
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
      <Tabs
        label={t`Which orders`}
        tabs={[
          { to: paths.sellerOrders.to(), label: t`To send`, current: !all },
          { to: `${paths.sellerOrders.to()}?show=all`, label: t`All`, current: all },
        ]}
      />
      <QueryStates
        query={orders}
        ghost={<RowGhosts rows={8} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          <Empty>{all ? <Trans>Nobody has ordered from you yet.</Trans> : <Trans>Everything is sent.</Trans>}</Empty>
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
