import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useForm } from "react-hook-form";
import type { Model } from "../../api/contract";
import { useCommand } from "../../api/queries";
import { ApiForm, TextField, useRules, useShowProblem } from "../../forms";
import { announce, Button, Drawer } from "../../ui";

interface Props {
  shop: Model<"InspectedShop">;
  /** What the reason is for. */
  decision: "refuse" | "suspend";
  onClose: () => void;
}

/** The two commands that a reason is given for. */
function useDecision({ shop: { id, version }, decision }: Pick<Props, "shop" | "decision">) {
  const options = { refreshes: ["inspect_seller" as const, "list_sellers" as const] };
  const refuse = useCommand("refuse_seller", options);
  const suspend = useCommand("suspend_seller", options);
  const params = { seller_id: id };
  return decision === "refuse"
    ? { ...refuse, decide: (reason: string) => refuse.mutateAsync({ params, body: { reason, version } }) }
    : {
        ...suspend,
        decide: (reason: string) => suspend.mutateAsync({ params, body: { suspended: true, reason, version } }),
      };
}

/** Say why an application is refused or a shop suspended, and do it. */
export function ReasonDrawer({ shop, decision, onClose }: Props) {
  const { t } = useLingui();
  const rules = useRules();
  const showProblem = useShowProblem();
  const form = useForm({ defaultValues: { reason: "" } });
  // What is decided about is what was to be seen when the drawer was opened.
  const [seen] = useState(shop);
  const { decide, isPending, error } = useDecision({ shop: seen, decision });
  const { name } = seen;
  const refusing = decision === "refuse";
  const send = form.handleSubmit(({ reason }) =>
    decide(reason).then(
      () => {
        announce(refusing ? t`${name} is refused` : t`${name} is suspended`);
        onClose();
      },
      (problem) => showProblem(form, problem),
    ),
  );
  return (
    <Drawer title={refusing ? t`Refuse ${name}` : t`Suspend ${name}`} open onClose={onClose}>
      <ApiForm
        form={form}
        onSubmit={send}
        busy={isPending}
        problem={error}
        safe={<Trans>The shop is as it was.</Trans>}
        label={t`Reason`}
      >
        <p>
          {refusing ? (
            <Trans>The applicant reads the reason and may apply again.</Trans>
          ) : (
            <Trans>Nobody can buy from the shop until it is reinstated. Orders that were paid are still sent.</Trans>
          )}
        </p>
        <TextField
          name="reason"
          label={<Trans>Reason</Trans>}
          hint={<Trans>The shop's owner reads it as you write it.</Trans>}
          multiline
          rows={4}
          rules={{ required: rules.required, validate: rules.written, maxLength: rules.most(500) }}
        />
        <Button type="submit" variant="contained" color="error" loading={isPending}>
          {refusing ? <Trans>Refuse the application</Trans> : <Trans>Suspend the shop</Trans>}
        </Button>
      </ApiForm>
    </Drawer>
  );
}
