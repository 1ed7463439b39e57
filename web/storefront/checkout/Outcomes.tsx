import { Trans, useLingui } from "@lingui/react/macro";
import { paths } from "../../paths";
import { AddressText } from "../../queries/AddressText";
import { ButtonLink, Price, StarMark } from "../../ui";
import { OrderPage } from "./OrderPage";
import type { Order } from "./queries";

interface Props {
  order: Order;
}

/** The order stands, and the bank is being asked. */
export function Charging({ order }: Props) {
  const { t } = useLingui();
  return (
    <OrderPage title={t`We have your order`} order={order}>
      <p role="status">
        <Trans>
          Its number is <b>{order.number}</b>. The payment is being taken; this page says when it is done. You may close
          it: the order stays, and a mail tells you.
        </Trans>
      </p>
      <StarMark size={32} className="turning" />
    </OrderPage>
  );
}

/** Paid: what was ordered, and what happens next. */
export function Paid({ order }: Props) {
  const { t } = useLingui();
  const { number, email, id, shipping_address } = order;
  return (
    <OrderPage title={t`Thank you`} order={order}>
      <p role="status">
        <Trans>
          Your order <b>{number}</b> is paid. The shops send it to:
        </Trans>
      </p>
      <AddressText address={shipping_address} />
      {email && (
        <p>
          <Trans>
            The receipt is on its way to <bdi>{email}</bdi>. If you want the order in an account, follow the link in it.
          </Trans>
        </p>
      )}
      <div className="actions">
        <ButtonLink to={paths.order.to(id)} reloadDocument variant="contained">
          <Trans>Follow the order</Trans>
        </ButtonLink>
        <ButtonLink to={paths.home.to()} reloadDocument variant="outlined">
          <Trans>Look around</Trans>
        </ButtonLink>
      </div>
    </OrderPage>
  );
}

/** Over: nothing is owed for it. */
export function Cancelled({ order }: Props) {
  const { t } = useLingui();
  const { number, refunded, payment_failure } = order;
  return (
    <OrderPage title={t`This order was cancelled`} order={order}>
      <p role="status">
        {refunded.amount > 0 ? (
          <Trans>
            Order <b>{number}</b> is over, and <Price of={refunded} /> went back to you.
          </Trans>
        ) : (
          <Trans>
            Order <b>{number}</b> is over, and nothing is charged for it.
          </Trans>
        )}
      </p>
      {payment_failure && (
        <p>
          <Trans>It was not paid in time, so what it held is back in your cart.</Trans>
        </p>
      )}
      <div className="actions">
        <ButtonLink to={paths.cart.to()} reloadDocument variant="contained">
          <Trans>To your cart</Trans>
        </ButtonLink>
      </div>
    </OrderPage>
  );
}
