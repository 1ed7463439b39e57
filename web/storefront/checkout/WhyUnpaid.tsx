import { Trans, useLingui } from "@lingui/react/macro";
import { useFormat } from "../../format/format";
import type { Order } from "./queries";
import { failureWords } from "./words";

/** Why an order is not paid, what is safe, and how long it waits. */
export function WhyUnpaid({ order: { payment_failure, payable_until } }: { order: Order }) {
  const { i18n } = useLingui();
  const { time } = useFormat();
  const until = payable_until && time(payable_until);
  return (
    <>
      <p>
        {payment_failure && i18n._(failureWords(payment_failure))} <Trans>Nothing was charged.</Trans>
      </p>
      {until && (
        <p>
          <Trans>
            The shops keep your items until {until}. Pay with any method by then; after that they are back in your cart.
          </Trans>
        </p>
      )}
    </>
  );
}
