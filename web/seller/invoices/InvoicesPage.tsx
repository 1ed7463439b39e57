import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { readPages } from "../../api/queries";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import {
  type Column,
  Empty,
  More,
  NoMatch,
  Page,
  Price,
  QueryStates,
  RowGhosts,
  SearchLine,
  Table,
  Tabs,
} from "../../ui";
import { DaysForm } from "../DaysForm";
import { useDays } from "../useDays";
import { type Invoice, InvoiceLink, untilRead } from "./InvoiceLink";

const kinds: Invoice["kind"][] = ["invoice", "credit_note"];

/** The shop's invoices and credit notes, the latest first, and a way to find one. */
export function InvoicesPage() {
  const { t } = useLingui();
  const { from, to, search, narrow, clear } = useDays();
  const kind = kinds.find((name) => name === search.get("kind"));
  const number = search.get("number")?.trim().slice(0, 40) ?? "";
  const others = { ...(number && { number }), ...(from && { from }), ...(to && { to }) };
  const query = useInfiniteQuery({
    ...readPages("list_seller_invoices", {
      ...(kind && { kind }),
      ...(number && { number }),
      ...(from && { since: from }),
      ...(to && { until: to }),
    }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => untilRead(state.data?.pages.flatMap(({ items }) => items) ?? []),
  });
  const tab = (label: string, name?: Invoice["kind"]) => ({
    to: paths.sellerInvoices.to({ ...others, ...(name && { kind: name }) }),
    label,
    current: kind === name,
  });
  return (
    <Page title={t`Invoices`} unlisted>
      <SearchLine label={t`Number of the invoice`} value={number} onChange={(words) => narrow({ number: words })} />
      <DaysForm from={from} to={to} onChange={narrow} />
      <Tabs
        label={t`Which invoices`}
        tabs={[tab(t`All`), tab(t`Invoices`, "invoice"), tab(t`Credit notes`, "credit_note")]}
      />
      <QueryStates
        query={query}
        ghost={<RowGhosts rows={8} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          kind || number || from || to ? (
            <NoMatch onClear={clear}>
              <Trans>There is no such invoice.</Trans>
            </NoMatch>
          ) : (
            <Empty>
              <Trans>None was issued yet: each paid order gets one.</Trans>
            </Empty>
          )
        }
      >
        {({ pages }) => (
          <>
            <InvoiceTable invoices={pages.flatMap(({ items }) => items)} busy={query.isPlaceholderData} />
            <More of={query} />
          </>
        )}
      </QueryStates>
    </Page>
  );
}

function InvoiceTable({ invoices, busy }: { invoices: Invoice[]; busy: boolean }) {
  const { t } = useLingui();
  const { day } = useFormat();
  const columns: Column<Invoice>[] = [
    { name: "number", head: t`Number`, kind: "title", cell: (invoice) => <InvoiceLink of={invoice} /> },
    {
      name: "kind",
      head: t`Kind`,
      cell: ({ kind, corrects }) =>
        kind === "invoice" ? (
          <Trans>Invoice</Trans>
        ) : (
          <Trans>
            Credit note for <bdi>{corrects}</bdi>
          </Trans>
        ),
    },
    { name: "issued_at", head: t`Issued`, cell: ({ issued_at }) => day(issued_at) },
    {
      name: "order",
      head: t`Order`,
      cell: ({ seller_order_id, order_number }) => (
        <Link to={paths.sellerOrder.to(seller_order_id)}>
          <bdi>{order_number}</bdi>
        </Link>
      ),
    },
    { name: "tax", head: t`VAT`, kind: "figure", cell: ({ tax }) => <Price of={tax} /> },
    { name: "total", head: t`Total`, kind: "figure", cell: ({ total }) => <Price of={total} /> },
  ];
  return <Table label={t`Invoices`} columns={columns} items={invoices} keyOf={({ id }) => id} busy={busy} />;
}
