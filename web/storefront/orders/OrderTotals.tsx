import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { Money } from "../../api/contract";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";
import { Price } from "../../ui";
import type { Order } from "./queries";

/** What an order came to, part by part. */
export function OrderTotals({ order }: { order: Order }) {
  return (
    <section>
      <h2>
        <Trans>Summary</Trans>
      </h2>
      <Figures>
        <Figure label={<Trans>Items</Trans>} value={order.items_total} />
        <Figure label={<Trans>Delivery</Trans>} value={order.shipping_total} />
        {order.promotions.map(({ id, title, discount }) => (
          <Figure key={id} label={<bdi>{title}</bdi>} value={{ ...discount, amount: -discount.amount }} />
        ))}
        {order.tax_total.amount > 0 && !order.prices_include_tax && (
          <Figure label={<Trans>VAT</Trans>} value={order.tax_total} />
        )}
        <Figure label={<Trans>Total</Trans>} value={order.total} className="total" />
        {order.tax_total.amount > 0 && order.prices_include_tax && (
          <Figure label={<Trans>VAT included</Trans>} value={order.tax_total} className="quiet" />
        )}
        {order.refunded.amount > 0 && <Figure label={<Trans>Sent back to you</Trans>} value={order.refunded} />}
      </Figures>
    </section>
  );
}

interface FigureProps {
  label: ReactNode;
  value: Money;
  className?: string;
}

const Figure = ({ label, value, className }: FigureProps) => (
  <div className={className}>
    <dt>{label}</dt>
    <dd>
      <Price of={value} />
    </dd>
  </div>
);

const Figures = styled("dl")({
  "& > div": { display: "flex", justifyContent: "space-between", gap: 16, paddingBlock: 6 },
  "& > .total": { fontWeight: 600, borderBlockStart: `1px solid ${colour("line")}` },
  "& > .quiet": { color: colour("quiet"), fontSize: sizes.label, paddingBlockStart: 0 },
});
