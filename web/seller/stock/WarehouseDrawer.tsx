import { Trans, useLingui } from "@lingui/react/macro";
import { useForm } from "react-hook-form";
import type { Model } from "../../api/contract";
import type { Problem } from "../../api/problem";
import { useCommand } from "../../api/queries";
import { ApiForm, CountField, CountryField, TextField, useRules, useShowProblem } from "../../forms";
import { announce, Button, Drawer } from "../../ui";
import type { Warehouse } from "./WarehousesPage";

interface Props {
  of: Warehouse | null;
  onClose: () => void;
}

/** A warehouse to be opened or changed. */
export function WarehouseDrawer({ of, onClose }: Props) {
  const { t } = useLingui();
  const rules = useRules();
  const showProblem = useShowProblem();
  const form = useForm({
    defaultValues: { name: of?.name ?? "", country: of?.country ?? "", priority: of?.priority ?? (0 as number | null) },
  });
  const open = useCommand("open_warehouse", { refreshes: ["list_warehouses"] });
  const change = useCommand("change_warehouse", { refreshes: ["list_warehouses", "list_stock"] });
  const busy = open.isPending || change.isPending;
  const save = form.handleSubmit(({ name, country, priority }) => {
    const body = { name, country: (country || null) as Model<"Country"> | null, priority: priority ?? 0 };
    const said = {
      onSuccess: () => {
        announce(t`${name} is saved`);
        onClose();
      },
      onError: (problem: Problem) => showProblem(form, problem),
    };
    if (of) change.mutate({ params: { warehouse_id: of.id }, body: { ...body, version: of.version } }, said);
    else open.mutate({ body }, said);
  });
  return (
    <Drawer title={of ? of.name : t`New warehouse`} open onClose={onClose}>
      <ApiForm
        form={form}
        onSubmit={save}
        busy={busy}
        problem={open.error ?? change.error}
        safe={<Trans>Your warehouses are as they were.</Trans>}
        label={t`Warehouse`}
      >
        <TextField
          name="name"
          label={<Trans>Name</Trans>}
          rules={{ required: rules.required, maxLength: rules.most(100) }}
        />
        <CountryField name="country" />
        <CountField
          name="priority"
          most={1000}
          label={<Trans>Priority</Trans>}
          hint={<Trans>Orders draw from the lowest priority first.</Trans>}
        />
        <Button type="submit" variant="contained" loading={busy}>
          <Trans>Save</Trans>
        </Button>
      </ApiForm>
    </Drawer>
  );
}
