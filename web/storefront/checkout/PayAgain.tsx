import { Trans } from "@lingui/react/macro";
import { paths } from "../../paths";
import { ButtonLink } from "../../ui";
import { Notice } from "./Notice";
import type { Order } from "./queries";
import { WhyUnpaid } from "./WhyUnpaid";

/** An order that waits to be paid: why, how long, and the way there, which is in the checkout's document. */
export function PayAgain({ order }: { order: Order }) {
  return (
    <Notice tone="ember">
      <h2>
        {order.status === "awaiting_action" ? (
          <Trans>Your bank waits for a second step</Trans>
        ) : (
          <Trans>This order is not paid</Trans>
        )}
      </h2>
      <WhyUnpaid order={order} />
      <div>
        <ButtonLink to={paths.payment.to(order.id)} reloadDocument variant="contained">
          <Trans>Pay now</Trans>
        </ButtonLink>
      </div>
    </Notice>
  );
}
