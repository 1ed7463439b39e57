import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAddToCart } from "../../queries/cart";
import { styled } from "../../theme/styled";
import { colour, gutter, type as sizes } from "../../theme/tokens";
import { Button, Chosen, ErrorState, Price, Quantity } from "../../ui";
import type { Product, Variant } from "./variants";

/** From so many on it is said how many are left. */
const FEW = 5;
/** More of one thing do not go into a cart. */
const MOST = 999;

interface Props {
  product: Product;
  variant: Variant | undefined;
}

/** How many, and into the cart; on a phone it stays at the foot of the screen, with what is chosen and its price. */
export function BuyBar({ product, variant }: Props) {
  const { t } = useLingui();
  const [wanted, setWanted] = useState(1);
  const add = useAddToCart(product.title);
  const available = variant?.available ?? 0;
  const most = Math.min(available, MOST);
  const quantity = Math.max(1, Math.min(wanted, most));
  const put = () => variant && add.put(variant.id, quantity);
  return (
    <>
      <Bar className="at-foot">
        <div className="phone">
          <Chosen of={variant?.options} />
          <Price of={variant?.price ?? product.price} />
        </div>
        {available > 0 && <Quantity value={quantity} label={t`How many`} most={most} onChange={setWanted} />}
        <Button variant="contained" size="large" onClick={put} disabled={available === 0} loading={add.isPending}>
          {available > 0 ? <Trans>Add to cart</Trans> : <Trans>Sold out</Trans>}
        </Button>
      </Bar>
      <Left aria-live="polite">{available > 0 && available <= FEW && <Trans>{available} left</Trans>}</Left>
      {add.error && (
        <ErrorState
          problem={add.error}
          onRetry={add.error.passes ? add.again : undefined}
          safe={
            add.error.status === 0 ? (
              <Trans>Try again: however often you do, it goes into your cart once.</Trans>
            ) : (
              <Trans>Your cart is as it was.</Trans>
            )
          }
        />
      )}
    </>
  );
}

const Bar = styled("div")({
  display: "flex",
  alignItems: "center",
  gap: 12,
  marginBlockStart: 24,
  "& > button": { flex: "1 1 auto", maxWidth: 320 },
  "& > .phone": { display: "none" },
  "@media (max-width: 800px)": {
    position: "fixed",
    zIndex: 9,
    insetInline: 0,
    bottom: 0,
    margin: 0,
    padding: `10px ${gutter} calc(10px + env(safe-area-inset-bottom))`,
    background: colour("ground"),
    borderBlockStart: `1px solid ${colour("line")}`,
    flexWrap: "wrap",
    rowGap: 6,
    "& > .phone": { display: "flex", flex: "1 0 100%", alignItems: "baseline", gap: 12 },
    "& > .phone > bdi:not(.price)": {
      flex: "1 1 0",
      minWidth: 0,
      overflow: "hidden",
      textOverflow: "ellipsis",
      whiteSpace: "nowrap",
    },
    "& .price": { marginInlineStart: "auto", fontWeight: 600 },
    "& > button.large": { maxWidth: "none", flexBasis: 0, paddingInline: 8 },
  },
});

const Left = styled("p")({
  color: colour("ember"),
  fontSize: sizes.compact,
  fontWeight: 600,
  minHeight: 24,
  marginBlockStart: 8,
});
