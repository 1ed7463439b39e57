import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Answer } from "../../api/contract";
import { read } from "../../api/queries";
import { useFormat } from "../../format/format";
import { Button, ButtonLink, QueryStates, RowGhosts } from "../../ui";
import { CodeForm } from "./CodeForm";
import { Confirming } from "./ComingBack";
import { OrderPage } from "./OrderPage";
import { PayFields } from "./PayFields";
import type { Order } from "./queries";
import { ScriptStep } from "./ScriptStep";

/** The bank wants to know that it is really the customer who pays. */
export function SecondStep({ order }: { order: Order }) {
  const { t } = useLingui();
  const { money, time } = useFormat();
  const [otherwise, setOtherwise] = useState(false);
  const [answered, setAnswered] = useState(false);
  const asking = (payments?: Answer<"list_transactions">) =>
    payments?.items.find(({ id }) => id === order.payment_transaction_id)?.next_action;
  const payments = useQuery({
    ...read("list_transactions", { order_id: order.id }),
    // What was read before the bank asked does not say how it asks.
    refetchInterval: ({ state }) => (asking(state.data) ? false : 2000),
  });
  if (answered) return <Confirming order={order} />;
  const isWallet = order.payment_method === "paypal";
  const price = money(order.total);
  const until = order.payable_until && time(order.payable_until);
  return (
    <OrderPage title={t`One more step`} order={order}>
      <p role="status">
        {isWallet ? (
          <Trans>
            Your order <b>{order.number}</b> is here. It is paid once you agree to {price} at PayPal.
          </Trans>
        ) : (
          <Trans>
            Your order <b>{order.number}</b> is here. Before {price} are paid, your bank asks whether it is you.
          </Trans>
        )}{" "}
        {until && <Trans>The shops keep your items until {until}.</Trans>}
      </p>
      <QueryStates query={payments} ghost={<RowGhosts rows={2} />}>
        {(found) => {
          const action = asking(found);
          if (!action) return <RowGhosts rows={2} />;
          if (action.type === "script" && action.value)
            return <ScriptStep order={order} secret={action.value} onAnswered={() => setAnswered(true)} />;
          if (action.type !== "redirect" || !action.value) return <CodeForm order={order} />;
          return (
            <div>
              <ButtonLink variant="contained" size="large" to={action.value} reloadDocument>
                {isWallet ? <Trans>On to PayPal</Trans> : <Trans>On to your bank</Trans>}
              </ButtonLink>
            </div>
          );
        }}
      </QueryStates>
      {otherwise ? (
        <PayFields order={order} />
      ) : (
        <div>
          <Button variant="text" onClick={() => setOtherwise(true)}>
            <Trans>Pay another way</Trans>
          </Button>
        </div>
      )}
    </OrderPage>
  );
}
