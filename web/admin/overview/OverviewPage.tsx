import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { read } from "../../api/queries";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { Empty, Fact, Facts, Page, QueryStates, RowGhosts } from "../../ui";
import { applications, MOST } from "../queries";
import { ShopTable } from "../shops/ShopTable";

/** What waits for somebody who runs Souk. */
export function OverviewPage() {
  const { t } = useLingui();
  const { count } = useFormat();
  const waiting = useQuery(applications());
  const suspended = useQuery(read("list_sellers", { status: "suspended", limit: MOST }));
  const failed = useQuery(read("find_notifications", { status: "failed", limit: MOST }));
  const many = (items: unknown[] | undefined) =>
    items && (items.length < MOST ? count(items.length) : t`${count(MOST)} and more`);
  return (
    <Page title={t`Today`} unlisted>
      <Facts label={t`What waits`}>
        <Fact
          label={<Trans>Applications</Trans>}
          value={many(waiting.data?.items)}
          to={paths.adminShops.to()}
          urgent={(waiting.data?.items.length ?? 0) > 0}
        />
        <Fact
          label={<Trans>Suspended shops</Trans>}
          value={many(suspended.data?.items)}
          to={paths.adminShops.to({ status: "suspended" })}
        />
        <Fact
          label={<Trans>Messages that failed</Trans>}
          value={many(failed.data?.items)}
          to={paths.adminMessages.to({ status: "failed" })}
          urgent={(failed.data?.items.length ?? 0) > 0}
        />
      </Facts>
      <h2>
        <Trans>Applications</Trans>
      </h2>
      <QueryStates
        query={waiting}
        ghost={<RowGhosts rows={4} height={36} />}
        empty={
          <Empty>
            <Trans>Nobody waits for an answer.</Trans>
          </Empty>
        }
      >
        {({ items }) => <ShopTable label={t`Applications`} shops={items} />}
      </QueryStates>
    </Page>
  );
}
