import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useWatch } from "react-hook-form";
import { read } from "../../api/queries";
import { MoneyField, SelectField, useRules } from "../../forms";

/** A currency, and then an amount in it, by the names `currency` and `amount`. */
export function AmountFields() {
  const { t } = useLingui();
  const rules = useRules();
  const currencies = useQuery({ ...read("list_currencies"), staleTime: Number.POSITIVE_INFINITY });
  const currency = useWatch<{ currency: string }, "currency">({ name: "currency" });
  return (
    <>
      <SelectField
        name="currency"
        label={<Trans>Currency</Trans>}
        placeholder={t`Choose one`}
        options={(currencies.data?.items ?? []).map(({ code }) => ({ value: code, label: code }))}
        rules={{ required: rules.required }}
      />
      {currency && <MoneyField name="amount" label={<Trans>Amount</Trans>} currency={currency} />}
    </>
  );
}

/** Where the fields of an amount in a request are asked for. */
export const asked = { "amount.currency": "currency", "amount.amount": "amount" } as const;
