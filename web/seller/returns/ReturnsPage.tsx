import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { readPages } from "../../api/queries";
import { useNarrowing } from "../../consoles/useNarrowing";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { type Column, Empty, More, NoMatch, Page, QueryStates, RowGhosts, Status, Table, Tabs } from "../../ui";
import { type Return, reasons, standings } from "./words";

const statuses = ["requested", "accepted", "received", "refunded", "declined"] as const satisfies Return["status"][];

/** What customers want to send back, and have sent back, the latest first. */
export function ReturnsPage() {
  const { t, i18n } = useLingui();
  const { moment } = useFormat();
  const { value, isNarrowed, clear } = useNarrowing("status");
  const status = statuses.find((name) => name === value("status"));
  const returns = useInfiniteQuery({
    ...readPages("list_seller_returns", { ...(status && { status }) }),
    placeholderData: keepPreviousData,
  });
  const tab = (label: string, name?: Return["status"]) => ({
    to: paths.sellerReturns.to(name ? { status: name } : {}),
    label,
    current: status === name,
  });
  const columns: Column<Return>[] = [
    {
      name: "number",
      head: t`Order`,
      kind: "title",
      cell: ({ id, number }) => (
        <Link to={paths.sellerReturn.to(id)}>
          <bdi>{number}</bdi>
        </Link>
      ),
    },
    { name: "at", head: t`Asked for`, cell: ({ requested_at }) => moment(requested_at) },
    {
      name: "lines",
      head: t`Items`,
      kind: "figure",
      cell: ({ lines }) => (
        <Plural value={lines.reduce((sum, { quantity }) => sum + quantity, 0)} one="# item" other="# items" />
      ),
    },
    { name: "reason", head: t`Why`, cell: ({ reason }) => i18n._(reasons[reason]) },
    {
      name: "status",
      head: t`Status`,
      cell: ({ status: stands }) => <Status tone={standings[stands].tone}>{i18n._(standings[stands].words)}</Status>,
    },
  ];
  return (
    <Page title={t`Returns`} unlisted>
      <Tabs
        label={t`Which returns`}
        tabs={[tab(t`All`), ...statuses.map((name) => tab(i18n._(standings[name].words), name))]}
      />
      <QueryStates
        query={returns}
        ghost={<RowGhosts rows={6} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          isNarrowed ? (
            <NoMatch onClear={clear}>
              <Trans>No return stands so.</Trans>
            </NoMatch>
          ) : (
            <Empty>
              <Trans>Nobody wants to send anything back.</Trans>
            </Empty>
          )
        }
      >
        {({ pages }) => (
          <>
            <Table
              label={t`Returns`}
              columns={columns}
              items={pages.flatMap(({ items }) => items)}
              keyOf={({ id }) => id}
              busy={returns.isPlaceholderData}
            />
            <More of={returns} />
          </>
        )}
      </QueryStates>
    </Page>
  );
}
