import { Trans, useLingui } from "@lingui/react/macro";
import { useForm } from "react-hook-form";
import type { Body } from "../../api/contract";
import { useCommand } from "../../api/queries";
import { ApiForm, TextField, useRules, useShowProblem } from "../../forms";
import { announce, Button, Drawer } from "../../ui";
import { AmountFields, asked } from "./AmountFields";

type Terms = Body<"grant_credit">;

/** Store credit to be granted to a customer, who reads why. */
export function GrantDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const rules = useRules();
  const showProblem = useShowProblem();
  const form = useForm({ defaultValues: { customer_id: "", currency: "", amount: null as number | null, note: "" } });
  const granting = useCommand("grant_credit");
  const grant = form.handleSubmit(({ customer_id, currency, amount, note }) =>
    granting.mutate(
      { body: { customer_id: customer_id.trim(), amount: { amount, currency } as Terms["amount"], note } },
      {
        onSuccess: () => {
          announce(t`The store credit is granted`);
          onClose();
        },
        onError: (problem) => showProblem(form, problem, asked),
      },
    ),
  );
  return (
    <Drawer title={t`Grant store credit`} open onClose={onClose}>
      <ApiForm
        form={form}
        onSubmit={grant}
        busy={granting.isPending}
        problem={granting.error}
        safe={<Trans>Nothing was granted.</Trans>}
        label={t`Store credit`}
      >
        <TextField
          name="customer_id"
          label={<Trans>Id of the customer</Trans>}
          hint={<Trans>It stands beside the customer's orders.</Trans>}
          autoComplete="off"
          rules={{ required: rules.required }}
        />
        <AmountFields />
        <TextField
          name="note"
          label={<Trans>Why</Trans>}
          hint={<Trans>The customer reads it.</Trans>}
          rules={{ required: rules.required, validate: rules.written, maxLength: rules.most(200) }}
        />
        <Button type="submit" variant="contained" loading={granting.isPending}>
          <Trans>Grant it</Trans>
        </Button>
      </ApiForm>
    </Drawer>
  );
}
