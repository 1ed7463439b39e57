import { Trans, useLingui } from "@lingui/react/macro";
import { useForm } from "react-hook-form";
import { useCommand } from "../../api/queries";
import { plainDigits } from "../../format/digits";
import { useFormat } from "../../format/format";
import { ApiForm, CountField, TextField, useRules, useShowProblem } from "../../forms";
import { styled } from "../../theme/styled";
import { announce, Button, Drawer } from "../../ui";
import type { Level } from "../queries";
import { Movements } from "./Movements";
import { refreshes } from "./queries";

interface Props {
  level: Level;
  onClose: () => void;
}

/** Change a level by so many, for a reason that is kept; or when it counts as low. */
export function AdjustDrawer({ level, onClose }: Props) {
  const { t } = useLingui();
  const { count } = useFormat();
  const { title, sku, warehouse, on_hand, reserved } = level;
  return (
    <Drawer title={title ?? sku ?? t`Stock`} open onClose={onClose}>
      <Body>
        <p>
          <Trans>
            {warehouse.name}: {count(on_hand)} on hand, {count(reserved)} of them held for orders.
          </Trans>
        </p>
        <AdjustForm level={level} onDone={onClose} />
        <h3>
          <Trans>When it counts as low</Trans>
        </h3>
        <ThresholdForm level={level} onDone={onClose} />
        <h3>
          <Trans>What changed it</Trans>
        </h3>
        <Movements of={level} />
      </Body>
    </Drawer>
  );
}

interface FormProps {
  level: Level;
  onDone: () => void;
}

function AdjustForm({ level: { variant_id, warehouse, sku }, onDone }: FormProps) {
  const { t } = useLingui();
  const rules = useRules();
  const showProblem = useShowProblem();
  const form = useForm({ defaultValues: { delta: "", reason: "" } });
  const adjust = useCommand("adjust_stock", { refreshes: [...refreshes] });
  const save = form.handleSubmit(({ delta, reason }) =>
    adjust.mutate(
      {
        params: { variant_id },
        body: { delta: Number(plainDigits(delta).replace("−", "-")), reason, warehouse_id: warehouse.id },
      },
      {
        onSuccess: () => {
          announce(t`Stock of ${sku} saved`);
          onDone();
        },
        onError: (problem) => showProblem(form, problem),
      },
    ),
  );
  const pattern = { value: /^\s*[+\-−]?[1-9١-٩][\d٠-٩]{0,6}\s*$/, message: t`Write by how many, such as 5 or -2.` };
  return (
    <ApiForm
      form={form}
      onSubmit={save}
      busy={adjust.isPending}
      problem={adjust.error}
      safe={<Trans>The stock is as it was.</Trans>}
      label={t`Adjust the stock`}
    >
      <TextField
        name="delta"
        label={<Trans>By how many</Trans>}
        hint={<Trans>5 adds five, -2 takes two away.</Trans>}
        rules={{ required: rules.required, pattern }}
      />
      <TextField
        name="reason"
        label={<Trans>Why</Trans>}
        hint={<Trans>Such as: broken, found at the count, delivery from the workshop.</Trans>}
        rules={{ required: rules.required, maxLength: rules.most(200) }}
      />
      <Button type="submit" variant="contained" loading={adjust.isPending}>
        <Trans>Adjust</Trans>
      </Button>
    </ApiForm>
  );
}

function ThresholdForm({ level: { variant_id, warehouse, sku, threshold }, onDone }: FormProps) {
  const { t } = useLingui();
  const showProblem = useShowProblem();
  const form = useForm<{ threshold: number | null }>({ defaultValues: { threshold } });
  const set = useCommand("set_stock", { refreshes: [...refreshes] });
  const save = form.handleSubmit((values) =>
    set.mutate(
      { params: { variant_id }, body: { threshold: values.threshold ?? 0, warehouse_id: warehouse.id } },
      {
        onSuccess: () => {
          announce(t`Stock of ${sku} saved`);
          onDone();
        },
        onError: (problem) => showProblem(form, problem),
      },
    ),
  );
  return (
    <ApiForm
      form={form}
      onSubmit={save}
      busy={set.isPending}
      problem={set.error}
      safe={<Trans>The stock is as it was.</Trans>}
      label={t`When it counts as low`}
    >
      <CountField
        name="threshold"
        label={<Trans>Low from</Trans>}
        hint={<Trans>It is listed as low when so many or fewer are on hand.</Trans>}
      />
      <Button type="submit" variant="outlined" loading={set.isPending}>
        <Trans>Save</Trans>
      </Button>
    </ApiForm>
  );
}

const Body = styled("div")({ display: "grid", gap: 16, paddingBlock: 8, "& h3": { fontSize: 17 } });
