import { Trans, useLingui } from "@lingui/react/macro";
import { useForm } from "react-hook-form";
import { useCommand } from "../../api/queries";
import { useFormat } from "../../format/format";
import { ApiForm, TextField, useRules, useShowProblem } from "../../forms";
import { announce, Button, confirm, Drawer } from "../../ui";
import type { Dispute } from "./standings";

const nothing = { text: "", carrier: "", tracking_number: "", shipped_on: "" };

interface Props {
  dispute: Dispute;
  onClose: () => void;
}

/** Say what shows that the customer got what was paid for, or let the customer have the money. */
export function AnswerDrawer({ dispute, onClose }: Props) {
  const { t } = useLingui();
  const { money } = useFormat();
  const rules = useRules();
  const showProblem = useShowProblem();
  const form = useForm({ defaultValues: { evidence: nothing } });
  const answer = useCommand("answer_dispute", { refreshes: ["list_disputes", "inspect_dispute"] });
  const params = { dispute_id: dispute.id };
  const price = money(dispute.amount);
  const done = () => {
    announce(t`The answer is on its way`);
    onClose();
  };
  const send = form.handleSubmit(({ evidence: { text, ...others } }) => {
    const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value));
    return answer
      .mutateAsync({ params, body: { evidence: { text, ...given } } })
      .then(done, (problem) => showProblem(form, problem));
  });
  const accept = async () => {
    const agreed = await confirm({
      title: t`Accept the dispute?`,
      text: <Trans>The customer keeps the {price}, and that cannot be taken back.</Trans>,
      yes: <Trans>Accept the dispute</Trans>,
      work: () => answer.mutateAsync({ params, body: { accept: true } }),
    });
    if (agreed) done();
  };
  return (
    <Drawer title={t`Answer the dispute`} open onClose={onClose}>
      <ApiForm
        form={form}
        onSubmit={send}
        busy={answer.isPending}
        problem={answer.error}
        safe={<Trans>Nothing was sent.</Trans>}
        label={t`Evidence`}
      >
        <p>
          <Trans>The provider shows it to the customer's bank, which decides. It is taken once.</Trans>
        </p>
        <TextField
          name="evidence.text"
          label={<Trans>What happened</Trans>}
          multiline
          rows={6}
          rules={{ required: rules.required, validate: rules.written, maxLength: rules.most(3000) }}
        />
        <TextField name="evidence.carrier" label={<Trans>Carrier</Trans>} rules={{ maxLength: rules.most(80) }} />
        <TextField
          name="evidence.tracking_number"
          label={<Trans>Tracking number</Trans>}
          rules={{ maxLength: rules.most(60) }}
        />
        <TextField name="evidence.shipped_on" type="date" label={<Trans>Sent on</Trans>} />
        <Button type="submit" variant="contained" loading={answer.isPending}>
          <Trans>Send the evidence</Trans>
        </Button>
        <Button variant="text" color="error" onClick={() => void accept()}>
          <Trans>Accept the dispute</Trans>
        </Button>
      </ApiForm>
    </Drawer>
  );
}
