import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useForm, useWatch } from "react-hook-form";
import type { Body } from "../../api/contract";
import { read, useCommand } from "../../api/queries";
import { ApiForm, CheckField, ChoiceField, MoneyField, TextField, useRules, useShowProblem } from "../../forms";
import { announce, Button } from "../../ui";
import type { Return } from "./words";

type Action = Body<"answer_return">["action"];

const blank = {
  action: "" as Action | "",
  answer: "",
  without_return: false,
  restock: false,
  amount: null as number | null,
  shipping: null as number | null,
};

/** The shop's next step with a return: take it back, refuse it, or say that the goods have arrived. */
export function AnswerForm({ returned: { id, number, status, seller_order_id } }: { returned: Return }) {
  const { t } = useLingui();
  const rules = useRules();
  const showProblem = useShowProblem();
  const order = useQuery(read("get_seller_order", { seller_order_id }));
  const currency = order.data?.total.currency;
  const form = useForm({ defaultValues: blank });
  const [action, withoutReturn] = useWatch({ control: form.control, name: ["action", "without_return"] });
  const answer = useCommand("answer_return", {
    refreshes: ["get_seller_return", "list_seller_returns", "get_seller_order", "list_refunds", "list_stock"],
  });
  const isNew = status === "requested";
  const refunds = action === "receive" || (action === "accept" && withoutReturn);
  const send = form.handleSubmit((values) => {
    const money = (amount: number | null) => (refunds && amount && currency ? { amount, currency } : null);
    const body: Body<"answer_return"> = {
      action: values.action || "decline",
      answer: values.answer.trim() || null,
      without_return: values.action === "accept" && values.without_return,
      restock: values.action === "receive" && values.restock,
      amount: money(values.amount),
      shipping: money(values.shipping),
    };
    answer.mutate(
      { params: { return_id: id }, body },
      {
        onSuccess: () => announce(t`The return of order ${number} is answered`),
        onError: (problem) => showProblem(form, problem, { "amount.amount": "amount", "shipping.amount": "shipping" }),
      },
    );
  });
  const decline = { value: "decline", label: <Trans>Decline it</Trans> };
  return (
    <ApiForm
      form={form}
      onSubmit={send}
      busy={answer.isPending}
      problem={answer.error}
      safe={<Trans>Trying again does no harm: each step is taken once.</Trans>}
      label={t`Answer the return`}
    >
      <ChoiceField
        name="action"
        label={<Trans>What you do about it</Trans>}
        rules={{ required: rules.required }}
        options={
          isNew
            ? [{ value: "accept", label: <Trans>Accept it</Trans> }, decline]
            : [
                { value: "receive", label: <Trans>The goods have arrived: refund it</Trans> },
                { ...decline, hint: <Trans>When they never came, or are not what was sent</Trans> },
              ]
        }
      />
      {action === "accept" && (
        <CheckField
          name="without_return"
          label={<Trans>The customer keeps the goods, and is refunded at once</Trans>}
        />
      )}
      {action === "receive" && <CheckField name="restock" label={<Trans>The goods go back on the shelf</Trans>} />}
      {refunds && currency && (
        <>
          <MoneyField
            name="amount"
            label={<Trans>Refund less</Trans>}
            hint={<Trans>All that was paid for the items when it is empty</Trans>}
            currency={currency}
            optional
          />
          <MoneyField
            name="shipping"
            label={<Trans>Of the delivery</Trans>}
            hint={<Trans>Nothing when it is empty</Trans>}
            currency={currency}
            optional
          />
        </>
      )}
      <TextField
        name="answer"
        label={<Trans>What the customer reads</Trans>}
        hint={action === "accept" && !withoutReturn && <Trans>Such as where to send it, and how</Trans>}
        multiline
        rows={3}
        rules={{ maxLength: rules.most(500) }}
      />
      <Button type="submit" variant="contained" loading={answer.isPending}>
        <Trans>Send the answer</Trans>
      </Button>
    </ApiForm>
  );
}
