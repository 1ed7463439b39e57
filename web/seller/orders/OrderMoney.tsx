import { Trans } from "@lingui/react/macro";
import { styled } from "../../theme/styled";
import { colour } from "../../theme/tokens";
import { Price } from "../../ui";
import type { SellerOrder } from "../queries";

/** What an order comes to, and what of it Souk keeps. */
export function OrderMoney({ order }: { order: SellerOrder }) {
  const { items_total, shipping_total, discount_total, tax_total, total, refunded, commission, commission_tax } = order;
  return (
    <section>
      <h2>
        <Trans>Money</Trans>
      </h2>
      <Sums>
        <dt>
          <Trans>Items</Trans>
        </dt>
        <dd>
          <Price of={items_total} />
        </dd>
        <dt>
          <Trans>Delivery</Trans>
        </dt>
        <dd>
          <Price of={shipping_total} />
        </dd>
        {discount_total.amount > 0 && (
          <>
            <dt>
              <Trans>Discount</Trans>
            </dt>
            <dd>
              <Price of={{ ...discount_total, amount: -discount_total.amount }} />
            </dd>
          </>
        )}
        <dt className="total">
          <Trans>The customer paid</Trans>
        </dt>
        <dd className="total">
          <Price of={total} />
        </dd>
        {tax_total.amount > 0 && (
          <>
            <dt className="quiet">
              <Trans>VAT included</Trans>
            </dt>
            <dd className="quiet">
              <Price of={tax_total} />
            </dd>
          </>
        )}
        {refunded.amount > 0 && (
          <>
            <dt>
              <Trans>Refunded</Trans>
            </dt>
            <dd>
              <Price of={{ ...refunded, amount: -refunded.amount }} />
            </dd>
          </>
        )}
        <dt className="quiet">
          <Trans>Souk’s commission</Trans>
        </dt>
        <dd className="quiet">
          <Price of={commission} />
        </dd>
        {commission_tax.amount > 0 && (
          <>
            <dt className="quiet">
              <Trans>Tax on commission</Trans>
            </dt>
            <dd className="quiet">
              <Price of={commission_tax} />
            </dd>
          </>
        )}
      </Sums>
    </section>
  );
}

const Sums = styled("dl")({
  display: "grid",
  gridTemplateColumns: "1fr auto",
  rowGap: 6,
  "& dd": { textAlign: "end", paddingInlineStart: 16 },
  "& .total": { fontWeight: 600, paddingBlockStart: 6, borderBlockStart: `1px solid ${colour("line")}` },
  "& .quiet": { color: colour("quiet") },
});
