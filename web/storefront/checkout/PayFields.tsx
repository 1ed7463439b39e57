import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { requestKey } from "../../api/client";
import { useFormat } from "../../format/format";
import { ApiForm } from "../../forms";
import { Button } from "../../ui";
import { useAttempt } from "./attempt";
import { MethodField } from "./MethodField";
import { Notice } from "./Notice";
import type { Order } from "./queries";
import { Refusal } from "./Refusal";
import { usePaymentToken } from "./token";

/** Pay an order with any method. */
export function PayFields({ order }: { order: Order }) {
  const { t } = useLingui();
  const { money } = useFormat();
  const client = useQueryClient();
  const form = useForm({ defaultValues: { payment_method: "" } });
  const key = requestKey("get_order", { order_id: order.id });
  const paying = useAttempt("pay_again", `payment of ${order.id}`, {
    params: { order_id: order.id },
    onDone: (answer) => client.setQueryData(key, answer),
    onProblem: () => void client.invalidateQueries({ queryKey: key }),
  });
  const token = usePaymentToken();
  const pay = form.handleSubmit(async (values) => {
    const paid = await token.make();
    if (paid) paying.send({ ...values, ...paid });
  });
  const price = money(order.to_pay);
  if (paying.open)
    return (
      <Notice tone="ember" role="alert">
        <strong>
          <Trans>We do not know yet whether the payment was begun</Trans>
        </strong>
        <p>
          <Trans>The answer did not arrive. Ask again: we ask with the same key, so you are charged once.</Trans>
        </p>
        <div>
          <Button variant="contained" loading={paying.isPending} onClick={() => paying.send()}>
            <Trans>Ask again</Trans>
          </Button>
        </div>
      </Notice>
    );
  return (
    <ApiForm form={form} onSubmit={pay} label={t`Payment`}>
      <h2>
        <Trans>Pay with</Trans>
      </h2>
      <MethodField total={order.to_pay} country={order.shipping_address.country} token={token} />
      {paying.problem && (
        <Refusal problem={paying.problem}>
          <Trans>Nothing was charged.</Trans>
        </Refusal>
      )}
      <Button type="submit" variant="contained" size="large" loading={paying.isPending || token.isBeingMade}>
        <Trans>Pay {price}</Trans>
      </Button>
    </ApiForm>
  );
}
