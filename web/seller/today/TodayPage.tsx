import { Trans, useLingui } from "@lingui/react/macro";
import { styled } from "@mui/material/styles";
import { useQuery } from "@tanstack/react-query";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { colour } from "../../theme/tokens";
import { ButtonLink, Empty, Fact, Facts, Page, QueryStates, RowGhosts } from "../../ui";
import { OrderTable } from "../orders/OrderTable";
import { lowStock, MOST, myShop, toSend } from "../queries";
import { FirstThings } from "./FirstThings";
import { latestOrders } from "./queries";
import { salesOfDay } from "./sales";

/** The day at a glance: what waits, what runs low, what was sold. */
export function TodayPage() {
  const { t } = useLingui();
  const { count, money, list } = useFormat();
  const shop = useQuery(myShop());
  const waiting = useQuery(toSend());
  const low = useQuery(lowStock());
  const latest = useQuery(latestOrders());
  const sold = latest.data && salesOfDay(latest.data.items, new Date());
  const many = (items: unknown[] | undefined) =>
    items && (items.length < MOST ? count(items.length) : t`${count(MOST)} and more`);
  return (
    <Page title={t`Today`} heading={shop.data?.name} unlisted>
      {shop.data?.status === "suspended" && (
        <Suspended role="alert">
          <Trans>Your shop is suspended, so nobody can buy from it: {shop.data.reason}</Trans>{" "}
          <Trans>Orders that were paid are still to be sent, and your products are kept.</Trans>
        </Suspended>
      )}
      <Facts label={t`Figures of the day`}>
        <Fact
          label={<Trans>To send</Trans>}
          value={many(waiting.data?.items)}
          to={paths.sellerOrders.to()}
          urgent={(waiting.data?.items.length ?? 0) > 0}
        />
        <Fact
          label={<Trans>Low stock</Trans>}
          value={many(low.data?.items)}
          to={`${paths.sellerStock.to()}?low=true`}
          urgent={(low.data?.items.length ?? 0) > 0}
        />
        <Fact label={<Trans>Orders today</Trans>} value={sold && many(sold.orders)} />
        <Fact
          label={<Trans>Sold today</Trans>}
          value={sold && (sold.totals.length > 0 ? list(sold.totals.map(money)) : count(0))}
          note={<Trans>Goods and delivery, tax included</Trans>}
        />
      </Facts>
      <FirstThings />
      <h2>
        <Trans>Waiting to be sent</Trans>
      </h2>
      <QueryStates
        query={waiting}
        ghost={<RowGhosts rows={4} height={36} />}
        empty={
          <Empty>
            <Trans>Everything is sent.</Trans>
          </Empty>
        }
      >
        {({ items }) => (
          <>
            <OrderTable orders={items.slice(0, 8)} />
            {items.length > 8 && (
              <ButtonLink to={paths.sellerOrders.to()} variant="outlined">
                <Trans>See all of them</Trans>
              </ButtonLink>
            )}
          </>
        )}
      </QueryStates>
    </Page>
  );
}

const Suspended = styled("p")({ fontWeight: 600, color: colour("error"), marginBlockEnd: 24 });
