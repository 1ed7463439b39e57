import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useCommand } from "../../api/queries";
import { Button, StarMark } from "../../ui";
import { OrderPage } from "./OrderPage";
import { PayFields } from "./PayFields";
import { type Order, order as orderQuery, POLL } from "./queries";
import { Refusal } from "./Refusal";
import { SecondStep } from "./SecondStep";

interface Props {
  order: Order;
}

/** Back from where the payment was agreed to: it is confirmed once, and what became of it is waited for. */
export function Confirming({ order }: Props) {
  const { t } = useLingui();
  const { mutate, data, error, isPending, again } = useCommand("confirm_payment", { refreshes: ["get_order"] });
  const asked = useRef(false);
  const transaction_id = order.payment_transaction_id ?? "";
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    mutate({ params: { transaction_id }, body: {} });
  }, [mutate, transaction_id]);
  // Whoever asked before us has the answer; else the order hears of ours a moment later.
  const isUnderWay = error?.code === "request_in_progress" || data !== undefined;
  const isNotAgreed = data?.status === "requires_action" || error?.code === "confirmation_not_expected";
  useQuery({ ...orderQuery(order.id), refetchInterval: isUnderWay && !isNotAgreed && POLL });
  if (isNotAgreed) return <SecondStep order={order} />;
  return (
    <OrderPage title={t`Your payment is being confirmed`} order={order}>
      <p role="status">
        <Trans>
          Your order <b>{order.number}</b> is here, and you come back from paying it. This page says when it is done.
        </Trans>
      </p>
      {error && !isUnderWay ? (
        <Refusal problem={error}>
          <Trans>You are charged once at most: it is safe to ask again.</Trans>{" "}
          <Button variant="outlined" onClick={again} loading={isPending}>
            <Trans>Ask again</Trans>
          </Button>
        </Refusal>
      ) : (
        <StarMark size={32} className="turning" />
      )}
    </OrderPage>
  );
}

/** Back without having agreed to the payment. */
export function Stopped({ order }: Props) {
  const { t } = useLingui();
  return (
    <OrderPage title={t`You stopped the payment`} order={order}>
      <p role="status">
        <Trans>
          Your order <b>{order.number}</b> stands, but it is not paid, and nothing was charged.
        </Trans>
      </p>
      <PayFields order={order} />
    </OrderPage>
  );
}
