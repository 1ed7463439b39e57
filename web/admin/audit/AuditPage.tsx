import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { readPages } from "../../api/queries";
import { useNarrowing } from "../../consoles/useNarrowing";
import { paths } from "../../paths";
import { Empty, More, NoMatch, Page, QueryStates, RowGhosts, Rows, SearchLine, Tabs } from "../../ui";
import { EntryRow } from "./EntryRow";

/** What administrators did, the latest first: what changed something, or every look as well. */
export function AuditPage() {
  const { t } = useLingui();
  const { value, narrow, isNarrowed, clear } = useNarrowing("actor", "show");
  const [actor, all] = [value("actor"), value("show") === "all"];
  const entries = useInfiniteQuery({
    ...readPages("list_audit", { ...(actor && { actor }), ...(!all && { changes: true }) }),
    placeholderData: keepPreviousData,
  });
  const by: Record<string, string> = actor ? { actor } : {};
  return (
    <Page title={t`Audit trail`} unlisted>
      <SearchLine label={t`E-mail of an administrator`} value={actor} onChange={(words) => narrow({ actor: words })} />
      <Tabs
        label={t`What of it`}
        tabs={[
          { to: paths.adminAudit.to(by), label: t`Changes`, current: !all },
          { to: paths.adminAudit.to({ ...by, show: "all" }), label: t`Every look as well`, current: all },
        ]}
      />
      <QueryStates
        query={entries}
        ghost={<RowGhosts rows={8} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          isNarrowed ? (
            <NoMatch onClear={clear}>
              <Trans>Nothing is written down like that.</Trans>
            </NoMatch>
          ) : (
            <Empty>
              <Trans>Nobody has changed anything yet.</Trans>
            </Empty>
          )
        }
      >
        {({ pages }) => (
          <>
            <Rows
              page={{ items: pages.flatMap(({ items }) => items) }}
              row={EntryRow}
              label={t`Audit trail`}
              busy={entries.isPlaceholderData}
            />
            <More of={entries} />
          </>
        )}
      </QueryStates>
    </Page>
  );
}
