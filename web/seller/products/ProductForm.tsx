import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { UseFormReturn } from "react-hook-form";
import type { Problem } from "../../api/problem";
import { read } from "../../api/queries";
import { ApiForm, SelectField, TextField, useRules } from "../../forms";
import { categories } from "../../queries/categories";
import { styled } from "../../theme/styled";
import { colour } from "../../theme/tokens";
import { ErrorState } from "../../ui";
import { Attributes } from "./Attributes";
import { Pictures } from "./Pictures";
import { places } from "./places";
import { Variants } from "./Variants";
import type { ProductValues } from "./values";

interface Props {
  form: UseFormReturn<ProductValues>;
  busy: boolean;
  problem: Problem | null;
  onSave: () => void;
  /** What there is to do with it. */
  children: ReactNode;
}

/** Everything about a product: what it is, how it looks, what of it can be bought. */
export function ProductForm({ form, busy, problem, onSave, children }: Props) {
  const { t } = useLingui();
  const rules = useRules();
  const tree = useQuery(categories());
  const currencies = useQuery({ ...read("list_currencies"), staleTime: Number.POSITIVE_INFINITY });
  return (
    <ApiForm
      form={form}
      busy={busy}
      problem={problem}
      safe={<Trans>Nothing was saved. What you wrote is still here.</Trans>}
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
      label={t`Product`}
    >
      <Parts>
        <Columns>
          <div>
            <TextField
              name="title"
              label={<Trans>Name</Trans>}
              rules={{ required: rules.required, maxLength: rules.most(200) }}
            />
            <TextField
              name="description"
              label={<Trans>Description</Trans>}
              multiline
              rows={5}
              rules={{ maxLength: rules.most(5000) }}
            />
            <SelectField
              name="category_id"
              label={<Trans>Category</Trans>}
              rules={{ required: rules.required }}
              placeholder={t`Choose one`}
              options={places(tree.data?.items ?? []).map(({ id, way }) => ({ value: id, label: way.join(" › ") }))}
            />
            {tree.error && <ErrorState problem={tree.error} onRetry={() => void tree.refetch()} />}
            <SelectField
              name="currency"
              label={<Trans>Currency of its prices</Trans>}
              options={(currencies.data?.items ?? []).map(({ code }) => ({ value: code, label: code }))}
            />
            <TextField
              name="reference"
              label={<Trans>Your own reference</Trans>}
              hint={<Trans>What you call it in catalogue files; may stay empty.</Trans>}
              rules={{ maxLength: rules.most(64) }}
            />
          </div>
          <div>
            <Pictures />
            <Attributes />
          </div>
        </Columns>
        <Variants />
      </Parts>
      <Actions>{children}</Actions>
    </ApiForm>
  );
}

const Columns = styled("div")({
  display: "grid",
  gridTemplateColumns: "minmax(0, 1fr) minmax(0, 1fr)",
  gap: "0 48px",
  alignItems: "start",
  "@media (max-width: 1100px)": { gridTemplateColumns: "minmax(0, 1fr)" },
});

const Parts = styled("div")({
  "& > fieldset, & > div > div > fieldset": { border: 0, padding: 0, margin: "0 0 24px", minWidth: 0 },
  "& > fieldset > legend, & > div > div > fieldset > legend": { fontWeight: 600, marginBlockEnd: 8, padding: 0 },
});

const Actions = styled("div")({
  position: "sticky",
  bottom: 0,
  display: "flex",
  flexWrap: "wrap",
  gap: 12,
  paddingBlock: 12,
  background: colour("ground"),
  borderBlockStart: `1px solid ${colour("line")}`,
});
