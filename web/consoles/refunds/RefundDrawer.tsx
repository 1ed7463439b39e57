import { Trans, useLingui } from "@lingui/react/macro";
import { useForm, useWatch } from "react-hook-form";
import type { Operation } from "../../api/contract";
import { useCommand } from "../../api/queries";
import { useFormat } from "../../format/format";
import {
  ApiForm,
  CheckField,
  ChoiceField,
  CountField,
  MoneyField,
  SelectField,
  TextField,
  useRules,
  useShowProblem,
} from "../../forms";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";
import { announce, Button, Drawer, Price } from "../../ui";
import { amountLeft, blank, type Part, requestOf, unitsLeft, type Values } from "./values";
import { given, reasons } from "./words";

interface Props {
  order_id: string;
  part: Part;
  /** What shows the order. */
  refreshes: Operation[];
  onClose: () => void;
}

/** Give money back of what a shop sold in an order: of lines by units or amount, an amount of all, or all that is left. */
export function RefundDrawer({ order_id, part, refreshes, onClose }: Props) {
  const { t, i18n } = useLingui();
  const rules = useRules();
  const showProblem = useShowProblem();
  const form = useForm<Values>({ defaultValues: blank(part) });
  const what = useWatch({ control: form.control, name: "what" });
  const refund = useCommand("refund_order", { refreshes: ["list_refunds", ...refreshes] });
  const { currency } = part.total;
  const send = form.handleSubmit((values) => {
    const { body, names, nothing } = requestOf(part, values);
    if (nothing) {
      form.setError(
        "what",
        { type: "nothing", message: t`Say how much of something goes back.` },
        { shouldFocus: true },
      );
      return;
    }
    refund.mutate(
      { params: { order_id }, body },
      {
        onSuccess: () => {
          announce(t`The money is on its way back`);
          onClose();
        },
        onError: (problem) => showProblem(form, problem, names),
      },
    );
  });
  return (
    <Drawer title={t`Refund`} open onClose={onClose}>
      <ApiForm
        form={form}
        onSubmit={send}
        busy={refund.isPending}
        problem={refund.error}
        safe={<Trans>If it is not in the list of refunds, nothing was sent back.</Trans>}
        label={t`Refund`}
      >
        <ChoiceField
          name="what"
          label={<Trans>What goes back</Trans>}
          options={[
            { value: "lines", label: <Trans>Some of the items, or of the delivery</Trans> },
            { value: "amount", label: <Trans>An amount of all of it</Trans> },
            { value: "all", label: <Trans>All that is left of it</Trans> },
          ]}
        />
        {what === "lines" && <Lines part={part} />}
        {what === "amount" && <MoneyField name="amount" label={<Trans>Amount</Trans>} currency={currency} />}
        {what === "lines" && (
          <MoneyField name="shipping" label={<Trans>Of the delivery</Trans>} currency={currency} optional />
        )}
        <SelectField
          name="reason"
          label={<Trans>Why</Trans>}
          placeholder={t`Choose one`}
          options={given.map((value) => ({ value, label: i18n._(reasons[value]) }))}
          rules={{ required: rules.required }}
        />
        <TextField
          name="note"
          label={<Trans>Note</Trans>}
          hint={<Trans>It stands in the history of the order, which the customer reads.</Trans>}
          multiline
          rows={2}
          rules={{ maxLength: rules.most(500) }}
        />
        {what !== "amount" && <CheckField name="restock" label={<Trans>The items go back on the shelf</Trans>} />}
        <Button type="submit" variant="contained" loading={refund.isPending}>
          <Trans>Refund</Trans>
        </Button>
      </ApiForm>
    </Drawer>
  );
}

function Lines({ part }: { part: Part }) {
  const { count } = useFormat();
  return part.lines.map((line, place) => {
    const units = unitsLeft(line);
    const left = count(units);
    return (
      <Line key={line.id}>
        <legend>
          <bdi>{[line.title, ...Object.values(line.options)].join(", ")}</bdi>
        </legend>
        <p>
          <Trans>
            {left} left, <Price of={amountLeft(part, line)} />
          </Trans>
        </p>
        <div>
          <CountField name={`lines.${place}.quantity`} label={<Trans>How many</Trans>} most={Math.max(units, 0)} />
          <MoneyField
            name={`lines.${place}.amount`}
            label={<Trans>Or an amount</Trans>}
            currency={part.total.currency}
            optional
          />
        </div>
      </Line>
    );
  });
}

const Line = styled("fieldset")({
  border: 0,
  padding: 0,
  margin: 0,
  minWidth: 0,
  "& > legend": { padding: 0, fontWeight: 600, overflowWrap: "anywhere" },
  "& > p": { color: colour("quiet"), fontSize: sizes.label },
  "& > div": { display: "grid", gridTemplateColumns: "minmax(0, 1fr) minmax(0, 1.4fr)", gap: 12 },
});
