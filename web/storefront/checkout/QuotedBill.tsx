import { Trans, useLingui } from "@lingui/react/macro";
import type { UseQueryResult } from "@tanstack/react-query";
import { useEffect } from "react";
import { useFormat } from "../../format/format";
import type { Cart } from "../../queries/cart";
import { announce, ErrorState } from "../../ui";
import { CouponField } from "../cart/CouponField";
import { Bill } from "./Bill";
import type { Quote } from "./queries";
import { wayName } from "./words";

interface Props {
  cart: Cart;
  quote: UseQueryResult<Quote>;
}

// These are told where they are put right.
const toldElsewhere = ["price_changed", "not_for_sale", "empty_cart", "validation_failed"];

/** What ordering would charge: exact once it is known where to, before that what is in the cart. */
export function QuotedBill({ cart, quote: { data, error, isFetching, refetch } }: Props) {
  const { t, i18n } = useLingui();
  const { money } = useFormat();
  const total = data && money(data.total);
  useEffect(() => {
    if (total) announce(t`Total ${total}`);
  }, [total, t]);
  if (!cart.total) return <aside />;
  if (error && !toldElsewhere.includes(error.code))
    return (
      <aside>
        <ErrorState problem={error} onRetry={() => void refetch()} safe={<Trans>Nothing was ordered.</Trans>} />
      </aside>
    );
  return (
    <Bill
      heading={<Trans>What you order</Trans>}
      shops={cart.sellers.map(({ seller_id, seller_name }) => {
        const quoted = data?.sellers.find((one) => one.seller_id === seller_id);
        return {
          id: seller_id,
          name: seller_name,
          lines: cart.lines.filter((line) => line.seller_id === seller_id && line.note !== "other_currency"),
          delivery: quoted && { words: wayName(i18n, quoted), price: quoted.shipping_total },
        };
      })}
      items={data?.items_total ?? cart.total}
      totals={data}
      old={isFetching}
    >
      <CouponField cart={cart} coupon={data?.coupon} />
    </Bill>
  );
}
