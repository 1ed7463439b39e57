import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useCommand } from "../../api/queries";
import { ApiForm, TextField, useRules, useShowProblem } from "../../forms";
import { Button } from "../../ui";
import { type Order, order as orderQuery, POLL } from "./queries";
import { Refusal } from "./Refusal";

/** The code that the bank sent. */
export function CodeForm({ order }: { order: Order }) {
  const { t } = useLingui();
  const { required, most } = useRules();
  const showProblem = useShowProblem();
  const form = useForm({ defaultValues: { code: "" } });
  const confirming = useCommand("confirm_payment", { refreshes: ["get_order"] });
  // The bank has answered; the order hears of it a moment later.
  useQuery({ ...orderQuery(order.id), refetchInterval: confirming.isSuccess ? POLL : false });
  const params = { transaction_id: order.payment_transaction_id ?? "" };
  const confirm = form.handleSubmit((body) =>
    confirming.mutate({ params, body }, { onError: (problem) => showProblem(form, problem) }),
  );
  return (
    <ApiForm form={form} onSubmit={confirm} label={t`Second step of the payment`}>
      <TextField
        name="code"
        label={t`Code from your bank`}
        inputMode="numeric"
        autoComplete="one-time-code"
        rules={{ required, maxLength: most(64) }}
      />
      {confirming.error && (
        <Refusal problem={confirming.error}>
          <Trans>You are charged once at most: it is safe to send the code again.</Trans>
        </Refusal>
      )}
      <Button type="submit" variant="contained" size="large" loading={confirming.isPending || confirming.isSuccess}>
        <Trans>Confirm the payment</Trans>
      </Button>
    </ApiForm>
  );
}
