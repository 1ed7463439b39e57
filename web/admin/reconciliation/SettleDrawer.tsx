import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useCommand } from "../../api/queries";
import { ApiForm, TextField, useRules, useShowProblem } from "../../forms";
import { announce, Button, Drawer } from "../../ui";
import type { Mismatch } from "./differences";

interface Props {
  mismatch: Mismatch;
  onClose: () => void;
}

/** Say how a difference was put right, or why it is none. */
export function SettleDrawer({ mismatch, onClose }: Props) {
  const { t } = useLingui();
  const rules = useRules();
  const showProblem = useShowProblem();
  const form = useForm({ defaultValues: { note: mismatch.note ?? "" } });
  // What is settled is what was to be seen when the drawer was opened.
  const [{ id, version }] = useState(mismatch);
  const settle = useCommand("settle_reconciliation", { refreshes: ["list_reconciliations"] });
  const send = form.handleSubmit(({ note }) =>
    settle.mutateAsync({ params: { mismatch_id: id }, body: { note, version } }).then(
      () => {
        announce(t`The difference is settled`);
        onClose();
      },
      (problem) => showProblem(form, problem),
    ),
  );
  return (
    <Drawer title={t`Settle the difference`} open onClose={onClose}>
      <ApiForm
        form={form}
        onSubmit={send}
        busy={settle.isPending}
        problem={settle.error}
        safe={<Trans>The difference is as it was.</Trans>}
        label={t`Note`}
      >
        <p>
          <Trans>Nothing is booked by this: the note says what was done about it.</Trans>
        </p>
        <TextField
          name="note"
          label={<Trans>Note</Trans>}
          multiline
          rows={4}
          rules={{ required: rules.required, validate: rules.written, maxLength: rules.most(1000) }}
        />
        <Button type="submit" variant="contained" loading={settle.isPending}>
          <Trans>Settle</Trans>
        </Button>
      </ApiForm>
    </Drawer>
  );
}
