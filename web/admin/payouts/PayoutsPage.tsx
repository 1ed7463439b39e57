import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { readPages } from "../../api/queries";
import { useNarrowing } from "../../consoles/useNarrowing";
import { paths } from "../../paths";
import { Empty, More, NoMatch, Page, QueryStates, RowGhosts, Tabs } from "../../ui";
import { Narrowed } from "../Narrowed";
import { PayoutTable } from "./PayoutTable";
import { standings } from "./standings";

type Standing = keyof typeof standings;
const isStanding = (word: string): word is Standing => word in standings;

/** What goes to shops of what they sold, the latest first. */
export function PayoutsPage() {
  const { t, i18n } = useLingui();
  const { value, isNarrowed, narrow, clear } = useNarrowing("status", "seller");
  const [wanted, seller] = [value("status"), value("seller")];
  const status = isStanding(wanted) ? wanted : null;
  const payouts = useInfiniteQuery({
    ...readPages("find_payouts", { ...(status && { status }), ...(seller && { seller }) }),
    placeholderData: keepPreviousData,
  });
  const tab = (name: Standing | null, label: string) => ({
    to: paths.adminPayouts.to({ ...(name && { status: name }), ...(seller && { seller }) }),
    label,
    current: status === name,
  });
  return (
    <Page title={t`Payouts`} unlisted>
      <Tabs
        label={t`Which payouts`}
        tabs={[
          tab(null, t`All`),
          ...(["claimed", "unknown", "failed", "made"] as const).map((name) =>
            tab(name, i18n._(standings[name].words)),
          ),
        ]}
      />
      {seller && (
        <Narrowed onClear={() => narrow({ seller: "" })}>
          <Trans>Only the payouts of one shop</Trans>
        </Narrowed>
      )}
      <QueryStates
        query={payouts}
        ghost={<RowGhosts rows={6} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          isNarrowed ? (
            <NoMatch onClear={clear}>
              <Trans>No payout stands so.</Trans>
            </NoMatch>
          ) : (
            <Empty>
              <Trans>Nothing was paid out yet.</Trans>
            </Empty>
          )
        }
      >
        {({ pages }) => (
          <>
            <PayoutTable
              label={t`Payouts`}
              payouts={pages.flatMap(({ items }) => items)}
              busy={payouts.isPlaceholderData}
            />
            <More of={payouts} />
          </>
        )}
      </QueryStates>
    </Page>
  );
}
