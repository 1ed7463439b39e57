import { Trans, useLingui } from "@lingui/react/macro";
import { useForm } from "react-hook-form";
import type { Model } from "../../api/contract";
import { useCommand } from "../../api/queries";
import { useSession } from "../../api/session";
import { ApiForm, CountryField, TextField, useDraft, useRules, useShowProblem } from "../../forms";
import { announce, Button } from "../../ui";

/** Ask for a shop. */
export function ApplyForm() {
  const { t } = useLingui();
  const rules = useRules();
  const showProblem = useShowProblem();
  const form = useForm({ defaultValues: { name: "", country: "" } });
  const user = useSession(({ user_id }) => user_id);
  useDraft(form, `${user} application`);
  const apply = useCommand("apply_to_sell", { refreshes: ["get_me", "get_my_shop"] });
  const send = form.handleSubmit(({ name, country }) =>
    apply.mutate(
      { body: { name, country: country as Model<"Country"> } },
      {
        onSuccess: () => announce(t`Your application is sent`),
        onError: (problem) => showProblem(form, problem),
      },
    ),
  );
  return (
    <ApiForm
      form={form}
      onSubmit={send}
      busy={apply.isPending}
      problem={apply.error}
      safe={<Trans>Nothing was sent twice: there is at most one application of yours.</Trans>}
      label={t`Apply for a shop`}
    >
      <TextField
        name="name"
        label={<Trans>Name of the shop</Trans>}
        hint={<Trans>You can change it later.</Trans>}
        autoComplete="organization"
        rules={{ required: rules.required, minLength: rules.least(2), maxLength: rules.most(80) }}
      />
      <CountryField name="country" rules={{ required: rules.required }} />
      <Button type="submit" variant="contained" loading={apply.isPending}>
        <Trans>Apply</Trans>
      </Button>
    </ApiForm>
  );
}
