import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { readPages } from "../../api/queries";
import { useNarrowing } from "../../consoles/useNarrowing";
import { paths } from "../../paths";
import { Empty, More, NoMatch, Page, QueryStates, RowGhosts, Tabs } from "../../ui";
import { AnswerDrawer } from "./AnswerDrawer";
import { DisputeTable } from "./DisputeTable";
import { type Dispute, standings } from "./standings";

type Standing = keyof typeof standings;
const isStanding = (word: string): word is Standing => word in standings;

/** What customers dispute with their banks, the latest first. */
export function DisputesPage() {
  const { t, i18n } = useLingui();
  const { value, isNarrowed, clear } = useNarrowing("status");
  const [answering, setAnswering] = useState<Dispute | null>(null);
  const wanted = value("status");
  const status = isStanding(wanted) ? wanted : null;
  const disputes = useInfiniteQuery({
    ...readPages("list_disputes", { ...(status && { status }) }),
    placeholderData: keepPreviousData,
  });
  const tab = (name: Standing | null, label: string) => ({
    to: paths.adminDisputes.to(name ? { status: name } : {}),
    label,
    current: status === name,
  });
  return (
    <Page title={t`Disputes`} unlisted>
      <Tabs
        label={t`Which disputes`}
        tabs={[
          tab(null, t`All`),
          ...(["open", "answered", "won", "lost"] as const).map((name) => tab(name, i18n._(standings[name].words))),
        ]}
      />
      <QueryStates
        query={disputes}
        ghost={<RowGhosts rows={6} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          isNarrowed ? (
            <NoMatch onClear={clear}>
              <Trans>No dispute stands so.</Trans>
            </NoMatch>
          ) : (
            <Empty>
              <Trans>Nobody disputes anything.</Trans>
            </Empty>
          )
        }
      >
        {({ pages }) => (
          <>
            <DisputeTable
              label={t`Disputes`}
              disputes={pages.flatMap(({ items }) => items)}
              onAnswer={setAnswering}
              busy={disputes.isPlaceholderData}
            />
            <More of={disputes} />
          </>
        )}
      </QueryStates>
      {answering && <AnswerDrawer dispute={answering} onClose={() => setAnswering(null)} />}
    </Page>
  );
}
