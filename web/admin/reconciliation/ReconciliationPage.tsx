import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { readPages } from "../../api/queries";
import { useNarrowing } from "../../consoles/useNarrowing";
import { paths } from "../../paths";
import { Empty, More, Page, QueryStates, RowGhosts, Tabs } from "../../ui";
import type { Mismatch } from "./differences";
import { MismatchTable } from "./MismatchTable";
import { SettleDrawer } from "./SettleDrawer";

/** Where the reports of providers and the ledger differ, the latest first; what is to be settled unless it is asked. */
export function ReconciliationPage() {
  const { t } = useLingui();
  const { value } = useNarrowing("status");
  const [settling, setSettling] = useState<Mismatch | null>(null);
  const settled = value("status") === "settled";
  const mismatches = useInfiniteQuery({
    ...readPages("list_reconciliations", { status: settled ? "settled" : "open" }),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t`Reconciliation`} unlisted>
      <Tabs
        label={t`Which differences`}
        tabs={[
          { to: paths.adminReconciliation.to({}), label: t`To be settled`, current: !settled },
          { to: paths.adminReconciliation.to({ status: "settled" }), label: t`Settled`, current: settled },
        ]}
      />
      <QueryStates
        query={mismatches}
        ghost={<RowGhosts rows={6} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          <Empty>
            {settled ? <Trans>Nothing was settled yet.</Trans> : <Trans>The books agree with every report.</Trans>}
          </Empty>
        }
      >
        {({ pages }) => (
          <>
            <MismatchTable
              label={t`Differences`}
              mismatches={pages.flatMap(({ items }) => items)}
              onSettle={setSettling}
              busy={mismatches.isPlaceholderData}
            />
            <More of={mismatches} />
          </>
        )}
      </QueryStates>
      {settling && <SettleDrawer mismatch={settling} onClose={() => setSettling(null)} />}
    </Page>
  );
}
