import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { read } from "../../api/queries";
import { styled } from "../../theme/styled";
import { Ghost, Price, QueryStates } from "../../ui";
import { InvoiceLink, untilRead } from "../invoices/InvoiceLink";
import type { SellerOrder } from "../queries";

/** What was issued for an order: its invoice, and what corrects it. */
export function OrderInvoices({ order: { id } }: { order: SellerOrder }) {
  const query = useQuery({
    ...read("list_seller_order_invoices", { seller_order_id: id }),
    refetchInterval: ({ state }) => untilRead(state.data?.items ?? []),
  });
  return (
    <section>
      <h2>
        <Trans>Invoices</Trans>
      </h2>
      <QueryStates
        query={query}
        ghost={<Ghost style={{ height: 44 }} />}
        empty={
          <p className="quiet">
            <Trans>None was issued yet.</Trans>
          </p>
        }
      >
        {({ items }) => (
          <List>
            {items.map((invoice) => (
              <li key={invoice.id}>
                <span>
                  {invoice.kind === "invoice" ? <Trans>Invoice</Trans> : <Trans>Credit note</Trans>}{" "}
                  <InvoiceLink of={invoice} />
                </span>
                <Price of={invoice.total} />
              </li>
            ))}
          </List>
        )}
      </QueryStates>
    </section>
  );
}

const List = styled("ul")({
  "& > li": { display: "flex", flexWrap: "wrap", justifyContent: "space-between", gap: "0 16px", paddingBlock: 6 },
});
