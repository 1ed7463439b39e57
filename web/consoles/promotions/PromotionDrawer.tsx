import { Trans, useLingui } from "@lingui/react/macro";
import type { FieldPath } from "react-hook-form";
import { useForm } from "react-hook-form";
import type { Problem } from "../../api/problem";
import { ApiForm, CheckField, CountField, TextField, useRules, useShowProblem } from "../../forms";
import { announce, Button, Drawer } from "../../ui";
import { BenefitFields } from "./BenefitFields";
import { idsOf, type Promotion, type Terms, termsOf, type Values, valuesOf } from "./terms";

/** Where a field of the request is asked for under another name. */
const asked: Record<string, FieldPath<Values>> = {
  "least_total.currency": "currency",
  "least_total.amount": "least_total",
};
for (const kind of ["percentage", "amount", "buy_x_get_y"]) {
  for (const name of ["rate", "buy", "get"] as const) asked[`benefit.${kind}.${name}`] = name;
  asked[`benefit.${kind}.amount.amount`] = "amount";
  asked[`benefit.${kind}.amount.currency`] = "currency";
}

/** What is said when a promotion was saved, or not. */
export interface Said {
  onSuccess: () => void;
  onError: (problem: Problem) => void;
}

interface Props {
  of: Promotion | null;
  save: (terms: Terms, said: Said) => void;
  busy: boolean;
  problem: Problem | null;
  /** Whether it may be for some shops only. */
  ofShops?: boolean;
  onClose: () => void;
}

/** A promotion to be made or changed. */
export function PromotionDrawer({ of, save, busy, problem, ofShops = false, onClose }: Props) {
  const { t } = useLingui();
  const rules = useRules();
  const showProblem = useShowProblem();
  const form = useForm<Values>({ defaultValues: valuesOf(of) });
  const submit = form.handleSubmit((values) => {
    const { title } = values;
    save(termsOf(values, of), {
      onSuccess: () => {
        announce(t`${title} is saved`);
        onClose();
      },
      onError: (problem) => showProblem(form, problem, asked),
    });
  });
  const named = { validate: (lines: string) => idsOf(lines) !== null || t`Each line needs an address or an id.` };
  return (
    <Drawer title={of ? of.title : t`New promotion`} open onClose={onClose}>
      <ApiForm
        form={form}
        onSubmit={submit}
        busy={busy}
        problem={problem}
        safe={<Trans>The promotions are as they were.</Trans>}
        label={t`Promotion`}
      >
        <TextField
          name="title"
          label={<Trans>Title</Trans>}
          hint={<Trans>Customers read it beside what it takes off.</Trans>}
          rules={{ required: rules.required, validate: rules.written, maxLength: rules.most(120) }}
        />
        <BenefitFields />
        <p>
          <Trans>It is for everything, unless something is named: an address or an id on each line.</Trans>
        </p>
        <TextField name="products" label={<Trans>Products</Trans>} multiline rows={2} rules={named} />
        <TextField name="categories" label={<Trans>Categories</Trans>} multiline rows={2} rules={named} />
        {ofShops && <TextField name="shops" label={<Trans>Shops</Trans>} multiline rows={2} rules={named} />}
        <TextField
          name="starts_at"
          type="datetime-local"
          label={<Trans>Begins</Trans>}
          hint={<Trans>At once when it is empty</Trans>}
        />
        <TextField
          name="ends_at"
          type="datetime-local"
          label={<Trans>Ends</Trans>}
          hint={<Trans>Not by itself when it is empty</Trans>}
        />
        <CountField
          name="total_limit"
          least={1}
          most={1_000_000_000}
          label={<Trans>How often in all</Trans>}
          hint={<Trans>Without a limit when it is empty</Trans>}
        />
        <CountField
          name="person_limit"
          least={1}
          most={1000}
          label={<Trans>How often for one person</Trans>}
          hint={<Trans>Without a limit when it is empty</Trans>}
        />
        <TextField
          name="code"
          label={<Trans>Code</Trans>}
          hint={<Trans>Without one it applies by itself</Trans>}
          rules={{ maxLength: rules.most(40) }}
        />
        <CheckField name="stackable" label={<Trans>It adds to other promotions</Trans>} />
        <Button type="submit" variant="contained" loading={busy}>
          <Trans>Save</Trans>
        </Button>
      </ApiForm>
    </Drawer>
  );
}
