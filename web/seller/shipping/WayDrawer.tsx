import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import type { Problem } from "../../api/problem";
import { read, useCommand } from "../../api/queries";
import { ApiForm, CheckField, CountField, SelectField, TextField, useRules, useShowProblem } from "../../forms";
import { styled } from "../../theme/styled";
import { announce, Button, Drawer } from "../../ui";
import { termsOf, type Values, valuesOf, type Way } from "./values";
import { ZoneFields } from "./ZoneFields";

const refreshes = ["list_own_shipping_options" as const];

interface Props {
  of: Way | null;
  onClose: () => void;
}

/** A way of sending to be made or changed. */
export function WayDrawer({ of, onClose }: Props) {
  const { t } = useLingui();
  const rules = useRules();
  const showProblem = useShowProblem();
  const currencies = useQuery({ ...read("list_currencies"), staleTime: Number.POSITIVE_INFINITY });
  const form = useForm<Values>({ defaultValues: valuesOf(of) });
  const add = useCommand("add_shipping_option", { refreshes });
  const change = useCommand("change_shipping_option", { refreshes });
  const busy = add.isPending || change.isPending;
  const save = form.handleSubmit((values) => {
    const { name } = values;
    const body = termsOf(values);
    const said = {
      onSuccess: () => {
        announce(t`${name} is saved`);
        onClose();
      },
      onError: (problem: Problem) => showProblem(form, problem),
    };
    if (of) change.mutate({ params: { option_id: of.id }, body: { ...body, version: of.version } }, said);
    else add.mutate({ body }, said);
  });
  return (
    <Drawer title={of ? of.name : t`New way of sending`} open onClose={onClose}>
      <ApiForm
        form={form}
        onSubmit={save}
        busy={busy}
        problem={add.error ?? change.error}
        safe={<Trans>Your ways of sending are as they were.</Trans>}
        label={t`Way of sending`}
      >
        <TextField
          name="name"
          label={<Trans>Name</Trans>}
          hint={<Trans>Customers choose by it.</Trans>}
          rules={{ required: rules.required, validate: rules.written, maxLength: rules.most(100) }}
        />
        <SelectField
          name="currency"
          label={<Trans>For carts in</Trans>}
          placeholder={t`Choose one`}
          options={(currencies.data?.items ?? []).map(({ code }) => ({ value: code, label: code }))}
          rules={{ required: rules.required }}
        />
        <Pair>
          <CountField
            name="days.least"
            most={365}
            label={<Trans>Working days, at least</Trans>}
            rules={{ required: rules.required }}
          />
          <CountField name="days.most" most={365} label={<Trans>At most</Trans>} rules={{ required: rules.required }} />
        </Pair>
        <CheckField name="active" label={<Trans>It is offered</Trans>} />
        <p>
          <Trans>The first rate that holds is taken. Where none does, nothing is sent this way.</Trans>
        </p>
        <ZoneFields />
        <Save>
          <Button type="submit" variant="contained" loading={busy}>
            <Trans>Save</Trans>
          </Button>
        </Save>
      </ApiForm>
    </Drawer>
  );
}

const Pair = styled("div")({
  display: "grid",
  gridTemplateColumns: "repeat(2, minmax(0, 1fr))",
  gap: "0 12px",
  alignItems: "end",
});
const Save = styled("div")({ marginBlockStart: 16 });
