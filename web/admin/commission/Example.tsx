import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { FieldPath } from "react-hook-form";
import { useForm, useWatch } from "react-hook-form";
import type { Money } from "../../api/contract";
import { read, useCommand } from "../../api/queries";
import { useFormat } from "../../format/format";
import { ApiForm, CountField, MoneyField, SelectField, useRules, useShowProblem } from "../../forms";
import { Button, Definitions, Price } from "../../ui";
import { ScopeFields } from "./ScopeFields";
import { scopeOf } from "./terms";

interface Values {
  seller_id: string;
  category_id: string;
  currency: string;
  price: number | null;
  quantity: number | null;
}

const asked: Record<string, FieldPath<Values>> = { "price.amount": "price", "price.currency": "currency" };

/** What would be kept of an example, by the rules in force. */
export function Example({ categories }: { categories: { value: string; label: string }[] }) {
  const { t } = useLingui();
  const { count } = useFormat();
  const rules = useRules();
  const showProblem = useShowProblem();
  const form = useForm<Values>({
    defaultValues: { seller_id: "", category_id: "", currency: "EUR", price: 10_000, quantity: 1 },
  });
  const currency = useWatch({ control: form.control, name: "currency" });
  const currencies = useQuery({ ...read("list_currencies"), staleTime: Number.POSITIVE_INFINITY });
  const preview = useCommand("preview_commission");
  const work = form.handleSubmit((values) => {
    const price = { amount: values.price ?? 0, currency: values.currency as Money["currency"] };
    preview.mutate(
      { body: { ...scopeOf(values), price, quantity: values.quantity ?? 1 } },
      { onError: (problem) => showProblem(form, problem, asked) },
    );
  });
  const shown = preview.data;
  const percent = count((shown?.commission_tax_rate ?? 0) / 100);
  return (
    <section aria-labelledby="example">
      <h2 id="example">
        <Trans>What would be kept of an example</Trans>
      </h2>
      <ApiForm form={form} onSubmit={work} busy={preview.isPending} problem={preview.error} label={t`Example`}>
        <ScopeFields categories={categories} />
        <SelectField
          name="currency"
          label={<Trans>Currency</Trans>}
          options={(currencies.data?.items ?? []).map(({ code }) => ({ value: code, label: code }))}
          rules={{ required: rules.required }}
        />
        <MoneyField name="price" label={<Trans>Price of one</Trans>} currency={currency} />
        <CountField
          name="quantity"
          label={<Trans>How many</Trans>}
          least={1}
          most={999}
          rules={{ required: rules.required }}
        />
        <Button type="submit" loading={preview.isPending}>
          <Trans>Work it out</Trans>
        </Button>
      </ApiForm>
      <div aria-live="polite">
        {shown && (
          <Definitions
            of={[
              { term: t`By`, is: shown.rule_id ? <Trans>a rule</Trans> : <Trans>what is usual</Trans> },
              { term: t`Sold for`, is: <Price of={shown.sold} /> },
              { term: t`Commission`, is: <Price of={shown.commission} /> },
              { term: t`Tax on commission, ${percent} %`, is: <Price of={shown.commission_tax} /> },
              { term: t`The shop gets`, is: <Price of={shown.left} /> },
            ]}
          />
        )}
      </div>
    </section>
  );
}
