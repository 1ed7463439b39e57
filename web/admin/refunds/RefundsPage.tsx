import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { readPages } from "../../api/queries";
import { RefundTable } from "../../consoles/refunds/RefundTable";
import { type Refund, standings } from "../../consoles/refunds/words";
import { useNarrowing } from "../../consoles/useNarrowing";
import { paths } from "../../paths";
import { Empty, More, NoMatch, Page, QueryStates, RowGhosts, Tabs } from "../../ui";

const statuses = ["returned", "refused", "requested", "completed"] as const satisfies Refund["status"][];

/** Everybody's refunds, the latest first; those first that people have to look at. */
export function RefundsPage() {
  const { t, i18n } = useLingui();
  const { value, isNarrowed, clear } = useNarrowing("status");
  const status = statuses.find((name) => name === value("status"));
  const refunds = useInfiniteQuery({
    ...readPages("find_refunds", { ...(status && { status }) }),
    placeholderData: keepPreviousData,
  });
  const tab = (label: string, name?: Refund["status"]) => ({
    to: paths.adminRefunds.to(name ? { status: name } : {}),
    label,
    current: status === name,
  });
  return (
    <Page title={t`Refunds`} unlisted>
      <Tabs
        label={t`Which refunds`}
        tabs={[tab(t`All`), ...statuses.map((name) => tab(i18n._(standings[name].words), name))]}
      />
      <QueryStates
        query={refunds}
        ghost={<RowGhosts rows={8} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          isNarrowed ? (
            <NoMatch onClear={clear}>
              <Trans>No refund stands so.</Trans>
            </NoMatch>
          ) : (
            <Empty>
              <Trans>Nothing was refunded yet.</Trans>
            </Empty>
          )
        }
      >
        {({ pages }) => (
          <>
            <RefundTable
              refunds={pages.flatMap(({ items }) => items)}
              of={{
                head: t`Order`,
                cell: ({ order_id, number, seller_name }) => (
                  <span>
                    <Link to={paths.adminOrder.to(order_id)}>
                      <bdi>{number}</bdi>
                    </Link>{" "}
                    · <bdi>{seller_name}</bdi>
                  </span>
                ),
              }}
              busy={refunds.isPlaceholderData}
            />
            <More of={refunds} />
          </>
        )}
      </QueryStates>
    </Page>
  );
}
