import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { readPages } from "../../api/queries";
import { paths } from "../../paths";
import { Empty, More, Page, QueryStates, RowGhosts, Tabs } from "../../ui";
import type { Standing } from "./ShopStatus";
import { ShopTable } from "./ShopTable";

const lists: Record<Standing, { label: MessageDescriptor; none: MessageDescriptor }> = {
  applied: { label: msg`Applications`, none: msg`Nobody waits for an answer.` },
  approved: { label: msg`Open`, none: msg`No shop is open yet.` },
  suspended: { label: msg`Suspended`, none: msg`No shop is suspended.` },
  refused: { label: msg`Refused`, none: msg`No application was refused.` },
};

const isStanding = (word: string | null): word is Standing => word !== null && word in lists;

/** The shops that stand in one way, those that wait for an answer first. */
export function ShopsPage() {
  const { t, i18n } = useLingui();
  const [search] = useSearchParams();
  const wanted = search.get("status");
  const status = isStanding(wanted) ? wanted : "applied";
  const shops = useInfiniteQuery({ ...readPages("list_sellers", { status }), placeholderData: keepPreviousData });
  const { label, none } = lists[status];
  return (
    <Page title={t`Shops`} unlisted>
      <Tabs
        label={t`Which shops`}
        tabs={Object.entries(lists).map(([name, one]) => ({
          to: paths.adminShops.to(name === "applied" ? {} : { status: name }),
          label: i18n._(one.label),
          current: name === status,
        }))}
      />
      <QueryStates
        query={shops}
        ghost={<RowGhosts rows={8} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={<Empty>{i18n._(none)}</Empty>}
      >
        {({ pages }) => (
          <>
            <ShopTable
              label={i18n._(label)}
              shops={pages.flatMap(({ items }) => items)}
              busy={shops.isPlaceholderData}
            />
            <More of={shops} />
          </>
        )}
      </QueryStates>
    </Page>
  );
}
