import { Trans, useLingui } from "@lingui/react/macro";
import { OrderPage } from "./OrderPage";
import { PayFields } from "./PayFields";
import type { Order } from "./queries";
import { WhyUnpaid } from "./WhyUnpaid";

/** A payment that failed, and another one. */
export function PayForm({ order }: { order: Order }) {
  const { t } = useLingui();
  const { number, payable_until } = order;
  return (
    <OrderPage title={t`The payment did not go through`} order={order}>
      <div role="status">
        <p>
          <Trans>
            Your order <b>{number}</b> stands, but it is not paid.
          </Trans>
        </p>
        <WhyUnpaid order={order} />
      </div>
      {payable_until && <PayFields order={order} />}
    </OrderPage>
  );
}
