import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { FieldPath } from "react-hook-form";
import { useForm, useWatch } from "react-hook-form";
import type { Problem } from "../../api/problem";
import { read, useCommand } from "../../api/queries";
import { ApiForm, ChoiceField, MoneyField, SelectField, TextField, useRules, useShowProblem } from "../../forms";
import { announce, Button, Drawer } from "../../ui";
import { ScopeFields } from "./ScopeFields";
import { pointsOf, type Rule, scopeOf, termsOf, type Values, valuesOf } from "./terms";

/** Where a field of the request is asked for under another name. */
const asked: Record<string, FieldPath<Values>> = {};
for (const name of ["fixed", "least", "most"] as const) {
  asked[`${name}.amount`] = name;
  asked[`${name}.currency`] = "currency";
}

interface Props {
  of: Rule | null;
  categories: { value: string; label: string }[];
  onClose: () => void;
}

/** A rule of commission to be made, or its terms to be changed. */
export function RuleDrawer({ of, categories, onClose }: Props) {
  const { t } = useLingui();
  const rules = useRules();
  const showProblem = useShowProblem();
  const form = useForm<Values>({ defaultValues: valuesOf(of) });
  const currency = useWatch({ control: form.control, name: "currency" });
  const currencies = useQuery({ ...read("list_currencies"), staleTime: Number.POSITIVE_INFINITY });
  const make = useCommand("create_commission_rule", { refreshes: ["list_commission_rules"] });
  const change = useCommand("change_commission_rule", { refreshes: ["list_commission_rules"] });
  const busy = make.isPending || change.isPending;
  const save = form.handleSubmit((values) => {
    const terms = termsOf(values);
    const said = {
      onSuccess: () => {
        announce(t`The rule is saved`);
        onClose();
      },
      onError: (problem: Problem) => showProblem(form, problem, asked),
    };
    if (of) change.mutate({ params: { rule_id: of.id }, body: { ...terms, version: of.version } }, said);
    else make.mutate({ body: { ...scopeOf(values), ...terms } }, said);
  });
  return (
    <Drawer title={of ? t`Change the rule` : t`New rule`} open onClose={onClose}>
      <ApiForm
        form={form}
        onSubmit={save}
        busy={busy}
        problem={make.error ?? change.error}
        safe={<Trans>The rules are as they were.</Trans>}
        label={t`Rule`}
      >
        {!of && <ScopeFields categories={categories} />}
        <TextField
          name="rate"
          label={<Trans>Percentage</Trans>}
          hint={<Trans>Of what the shop sells a line for</Trans>}
          inputMode="decimal"
          rules={{
            required: rules.required,
            validate: (written: string) => pointsOf(written) !== undefined || t`Write a percentage from 0 to 100.`,
          }}
        />
        <SelectField
          name="currency"
          label={<Trans>Currency of the amounts</Trans>}
          hint={<Trans>With amounts it is for what is sold in their currency alone.</Trans>}
          placeholder={t`No amounts`}
          options={(currencies.data?.items ?? []).map(({ code }) => ({ value: code, label: code }))}
        />
        {currency && (
          <>
            <MoneyField name="fixed" label={<Trans>Fixed part</Trans>} currency={currency} optional />
            <ChoiceField
              name="fixed_per"
              label={<Trans>The fixed part is for</Trans>}
              options={[
                { value: "line", label: t`a line` },
                { value: "unit", label: t`a unit` },
              ]}
            />
            <MoneyField name="least" label={<Trans>At least, of a line</Trans>} currency={currency} optional />
            <MoneyField name="most" label={<Trans>At most, of a line</Trans>} currency={currency} optional />
          </>
        )}
        <Button type="submit" variant="contained" loading={busy}>
          <Trans>Save</Trans>
        </Button>
      </ApiForm>
    </Drawer>
  );
}
