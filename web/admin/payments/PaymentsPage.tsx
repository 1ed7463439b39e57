import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { readPages } from "../../api/queries";
import { useNarrowing } from "../../consoles/useNarrowing";
import { paths } from "../../paths";
import { Empty, More, NoMatch, Page, QueryStates, RowGhosts, SearchLine, Tabs } from "../../ui";
import { lookup } from "../orders/lookup";
import { PaymentTable, standings } from "./PaymentTable";

type Standing = keyof typeof standings;
const NUMBER = /^\s*s-\d{4}-/i;
const isStanding = (word: string): word is Standing => word in standings;

/** Everybody's payments, the latest first, and a way to look for one. */
export function PaymentsPage() {
  const { t, i18n } = useLingui();
  const { value, narrow, isNarrowed, clear } = useNarrowing("reference", "number", "order", "status");
  const [reference, number, order, wanted] = [value("reference"), value("number"), value("order"), value("status")];
  const status = isStanding(wanted) ? wanted : null;
  const payments = useInfiniteQuery({
    ...readPages("find_transactions", {
      ...(reference && { reference }),
      ...(number && { number }),
      ...(order && { order_id: order }),
      ...(status && { status }),
    }),
    placeholderData: keepPreviousData,
  });
  const find = (words: string) => {
    const sought = lookup(words);
    const none = { reference: "", number: "", order: "" };
    if (sought && "id" in sought) narrow({ ...none, order: sought.id });
    else if (NUMBER.test(words)) narrow({ ...none, number: words.trim().toUpperCase() });
    else narrow({ ...none, reference: words.trim() });
  };
  const tab = (name: Standing | null, label: string) => ({
    to: paths.adminPayments.to(name ? { status: name } : {}),
    label,
    current: status === name,
  });
  return (
    <Page title={t`Payments`} unlisted>
      <SearchLine
        label={t`Number of the order, or reference of the provider`}
        value={reference || number || order}
        onChange={find}
      />
      <Tabs
        label={t`Which payments`}
        tabs={[
          tab(null, t`All`),
          ...(["unknown", "requires_action", "failed"] as const).map((name) =>
            tab(name, i18n._(standings[name].words)),
          ),
        ]}
      />
      <QueryStates
        query={payments}
        ghost={<RowGhosts rows={8} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          isNarrowed ? (
            <NoMatch onClear={clear}>
              <Trans>There is no such payment.</Trans>
            </NoMatch>
          ) : (
            <Empty>
              <Trans>Nothing was charged yet.</Trans>
            </Empty>
          )
        }
      >
        {({ pages }) => (
          <>
            <PaymentTable
              label={t`Payments`}
              payments={pages.flatMap(({ items }) => items)}
              withOrder
              busy={payments.isPlaceholderData}
            />
            <More of={payments} />
          </>
        )}
      </QueryStates>
    </Page>
  );
}
