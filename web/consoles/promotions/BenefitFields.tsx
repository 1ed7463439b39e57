import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useWatch } from "react-hook-form";
import { read } from "../../api/queries";
import { CheckField, ChoiceField, CountField, MoneyField, SelectField, TextField, useRules } from "../../forms";
import { kinds, rateOf, type Values } from "./terms";

/** What a promotion takes off, and from which total on. */
export function BenefitFields() {
  const { t, i18n } = useLingui();
  const rules = useRules();
  const currencies = useQuery({ ...read("list_currencies"), staleTime: Number.POSITIVE_INFINITY });
  const [kind, currency, hasLeast] = useWatch<Values, ["kind", "currency", "has_least"]>({
    name: ["kind", "currency", "has_least"],
  });
  const isRate = (written: string) => rateOf(written) !== undefined || t`Write a percentage from 0.01 to 100.`;
  return (
    <>
      <ChoiceField
        name="kind"
        label={<Trans>What it takes off</Trans>}
        options={Object.entries(kinds).map(([value, words]) => ({ value, label: i18n._(words) }))}
      />
      {kind === "buy_x_get_y" && (
        <>
          <CountField
            name="buy"
            label={<Trans>So many are bought</Trans>}
            least={1}
            most={100}
            rules={{ required: rules.required }}
          />
          <CountField
            name="get"
            label={<Trans>So many more are cheaper</Trans>}
            least={1}
            most={100}
            rules={{ required: rules.required }}
          />
        </>
      )}
      {(kind === "percentage" || kind === "buy_x_get_y") && (
        <TextField
          name="rate"
          label={<Trans>Percent off</Trans>}
          inputMode="decimal"
          rules={{ required: rules.required, validate: isRate }}
        />
      )}
      <CheckField name="has_least" label={<Trans>Only from a total on</Trans>} />
      {(kind === "amount" || hasLeast) && (
        <SelectField
          name="currency"
          label={<Trans>Currency</Trans>}
          placeholder={t`Choose one`}
          options={(currencies.data?.items ?? []).map(({ code }) => ({ value: code, label: code }))}
          rules={{ required: rules.required }}
        />
      )}
      {kind === "amount" && currency && (
        <MoneyField name="amount" label={<Trans>Amount off</Trans>} currency={currency} />
      )}
      {hasLeast && currency && (
        <MoneyField name="least_total" label={<Trans>What the goods cost at least</Trans>} currency={currency} />
      )}
    </>
  );
}
