import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Model } from "../../api/contract";
import { read } from "../../api/queries";
import { useFormat } from "../../format/format";
import { styled } from "../../theme/styled";
import { type Column, Price, QueryStates, RowGhosts, Table } from "../../ui";

type Invoice = Model<"InvoicesView">["items"][number];

/** The invoices and credit notes of an order, each with its file. */
export function Invoices({ order: { id } }: { order: Model<"AnyOrderView"> }) {
  const { t } = useLingui();
  const { moment } = useFormat();
  const invoices = useQuery(read("inspect_invoices", { order_id: id }));
  const columns: Column<Invoice>[] = [
    {
      name: "number",
      head: t`Number`,
      kind: "title",
      cell: ({ number, url }) =>
        url ? (
          <a href={url} target="_blank" rel="noreferrer">
            <bdi>{number}</bdi>
          </a>
        ) : (
          <>
            <bdi>{number}</bdi> <Trans>(being written)</Trans>
          </>
        ),
    },
    {
      name: "kind",
      head: t`What it is`,
      cell: ({ corrects }) =>
        corrects ? (
          <Trans>
            Credit note to <bdi>{corrects}</bdi>
          </Trans>
        ) : (
          <Trans>Invoice</Trans>
        ),
    },
    { name: "seller", head: t`Shop`, cell: ({ seller_name }) => <bdi>{seller_name}</bdi> },
    { name: "issued_at", head: t`Issued`, cell: ({ issued_at }) => moment(issued_at) },
    { name: "total", head: t`Total`, kind: "figure", cell: ({ total }) => <Price of={total} /> },
    { name: "tax", head: t`VAT`, kind: "figure", cell: ({ tax }) => <Price of={tax} /> },
  ];
  return (
    <Below>
      <h2>
        <Trans>Invoices</Trans>
      </h2>
      <QueryStates
        query={invoices}
        ghost={<RowGhosts rows={2} height={36} />}
        empty={
          <p>
            <Trans>There are no invoices yet.</Trans>
          </p>
        }
      >
        {({ items }) => <Table label={t`Invoices`} columns={columns} items={items} keyOf={({ id }) => id} />}
      </QueryStates>
    </Below>
  );
}

const Below = styled("section")({ marginBlockStart: 32, "& > h2": { marginBlockEnd: 8 } });
