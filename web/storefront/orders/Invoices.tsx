import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useFormat } from "../../format/format";
import { styled } from "../../theme/styled";
import { colour, type as sizes, target } from "../../theme/tokens";
import { QueryStates, RowGhosts } from "../../ui";
import { type Invoice, invoices, type Order } from "./queries";

/** The invoices and credit notes of an order that was paid, each a link to its PDF. */
export function Invoices({ order }: { order: Order }) {
  const found = useQuery(invoices(order));
  const isOwed = !["pending", "awaiting_action", "cancelled"].includes(order.status);
  if (!isOwed && !found.data?.items.length) return null;
  return (
    <section>
      <h2>
        <Trans>Invoices</Trans>
      </h2>
      <QueryStates
        query={found}
        ghost={<RowGhosts rows={1} />}
        isEmpty={({ items }) => items.length === 0}
        empty={later}
      >
        {({ items }) => (
          <List>
            {items.map((one) => (
              <InvoiceLine key={one.id} invoice={one} />
            ))}
          </List>
        )}
      </QueryStates>
    </section>
  );
}

const later = (
  <p>
    <Trans>They come here as soon as they are written.</Trans>
  </p>
);

function InvoiceLine({ invoice: { kind, number, seller_name, issued_at, url } }: { invoice: Invoice }) {
  const { day } = useFormat();
  const issued = day(issued_at);
  const name =
    kind === "credit_note" ? (
      <Trans>
        Credit note <bdi>{number}</bdi>
      </Trans>
    ) : (
      <Trans>
        Invoice <bdi>{number}</bdi>
      </Trans>
    );
  return (
    <li>
      {url ? (
        <a href={url} target="_blank" rel="noreferrer">
          {name} <Trans>(PDF)</Trans>
        </a>
      ) : (
        <span>
          {name} <Trans>is being written</Trans>
        </span>
      )}
      <small>
        <bdi>{seller_name}</bdi>, {issued}
      </small>
    </li>
  );
}

const List = styled("ul")({
  display: "grid",
  gap: 8,
  "& li": { overflowWrap: "anywhere" },
  "& a": { display: "flex", alignItems: "center", minHeight: target, gap: "0.3em", color: colour("cobalt") },
  "& small": { display: "block", color: colour("quiet"), fontSize: sizes.label },
});
