import { Trans, useLingui } from "@lingui/react/macro";
import { paths } from "../../paths";
import { useCart } from "../../queries/cart";
import { useVisitor } from "../../queries/me";
import { closeCart, useCartDrawer } from "../../state/drawer";
import { styled } from "../../theme/styled";
import { colour } from "../../theme/tokens";
import { Button, ButtonLink, Drawer, Empty, Price, QueryStates, RowGhosts } from "../../ui";
import { CartSections } from "./CartSections";

/** The cart beside the page. */
export function CartDrawer() {
  const { t } = useLingui();
  const { open } = useCartDrawer();
  const { role } = useVisitor();
  const cart = useCart();
  const total = cart.data?.total;
  const foot = total && (
    <>
      <Total>
        <span>
          <Trans>Total before delivery</Trans>
        </span>
        <Price of={total} />
      </Total>
      <ButtonLink to={paths.checkout.to()} reloadDocument variant="contained" size="large" fullWidth>
        <Trans>To the checkout</Trans>
      </ButtonLink>
      <ButtonLink to={paths.cart.to()} onClick={closeCart} variant="text" fullWidth>
        <Trans>Look through the cart</Trans>
      </ButtonLink>
    </>
  );
  const nothing = (
    <Empty action={<Button variant="outlined" onClick={closeCart}>{t`Look around`}</Button>}>
      <Trans>Your cart is empty.</Trans>
    </Empty>
  );
  return (
    <Drawer title={t`Your cart`} open={open} onClose={closeCart} foot={foot}>
      {role === null ? (
        nothing
      ) : (
        <QueryStates
          query={cart}
          ghost={<RowGhosts rows={3} height={96} />}
          empty={nothing}
          isEmpty={({ lines }) => lines.length === 0}
        >
          {(data) => <CartSections cart={data} heading="h3" onLeave={closeCart} />}
        </QueryStates>
      )}
    </Drawer>
  );
}

const Total = styled("div")({
  display: "flex",
  justifyContent: "space-between",
  gap: 16,
  fontWeight: 600,
  color: colour("ink"),
});
