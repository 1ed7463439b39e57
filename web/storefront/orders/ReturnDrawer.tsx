import { Trans, useLingui } from "@lingui/react/macro";
import { useForm } from "react-hook-form";
import type { Body } from "../../api/contract";
import { useCommand } from "../../api/queries";
import { useFormat } from "../../format/format";
import { ApiForm, CountField, SelectField, TextField, useRules, useShowProblem } from "../../forms";
import { announce, Button, Drawer } from "../../ui";
import type { SellerOrder } from "./queries";
import { returnReasons, unitsLeft } from "./returns";

interface Props {
  order_id: string;
  part: SellerOrder;
  onClose: () => void;
}

/** Ask a shop to take something back. */
export function ReturnDrawer({ order_id, part, onClose }: Props) {
  const { t, i18n } = useLingui();
  const { count } = useFormat();
  const rules = useRules();
  const showProblem = useShowProblem();
  const lines = part.lines.filter((line) => unitsLeft(line) > 0);
  const form = useForm({
    defaultValues: {
      lines: lines.map(() => ({ quantity: null as number | null })),
      reason: "" as Body<"request_return">["reason"] | "",
      note: "",
    },
  });
  const ask = useCommand("request_return", { refreshes: ["list_returns", "get_order", "get_timeline"] });
  const send = form.handleSubmit(({ lines: asked, reason, note }) => {
    const chosen = asked.flatMap(({ quantity }, place) => (quantity ? [{ quantity, place }] : []));
    if (chosen.length === 0) {
      form.setError(
        "lines.0.quantity",
        { type: "nothing", message: t`Say how much you send back.` },
        { shouldFocus: true },
      );
      return;
    }
    const names = Object.fromEntries(
      chosen.map(({ place }, index) => [`lines.${index}.quantity`, `lines.${place}.quantity` as const]),
    );
    ask.mutate(
      {
        params: { order_id },
        body: {
          lines: chosen.map(({ quantity, place }) => ({ line_id: lines[place]?.id ?? "", quantity })),
          reason: reason || "other",
          note: note.trim() || null,
        },
      },
      {
        onSuccess: () => {
          announce(t`The shop was asked to take it back`);
          onClose();
        },
        onError: (problem) => showProblem(form, problem, names),
      },
    );
  });
  return (
    <Drawer title={t`Send something back`} open onClose={onClose}>
      <ApiForm
        form={form}
        onSubmit={send}
        busy={ask.isPending}
        problem={ask.error}
        safe={<Trans>If it does not stand below the order, the shop was not asked.</Trans>}
        label={t`Send something back`}
      >
        <p>
          <Trans>The shop reads it and answers. Wait for that before you send anything.</Trans>
        </p>
        {lines.map((line, place) => (
          <CountField
            key={line.id}
            name={`lines.${place}.quantity`}
            most={unitsLeft(line)}
            label={<bdi>{[line.title, ...Object.values(line.options)].join(", ")}</bdi>}
            hint={<Trans>How many of {count(unitsLeft(line))}</Trans>}
          />
        ))}
        <SelectField
          name="reason"
          label={<Trans>Why</Trans>}
          placeholder={t`Choose one`}
          options={Object.entries(returnReasons).map(([value, words]) => ({ value, label: i18n._(words) }))}
          rules={{ required: rules.required }}
        />
        <TextField
          name="note"
          label={<Trans>What the shop should know</Trans>}
          multiline
          rows={3}
          rules={{ maxLength: rules.most(500) }}
        />
        <Button type="submit" variant="contained" loading={ask.isPending}>
          <Trans>Ask the shop</Trans>
        </Button>
      </ApiForm>
    </Drawer>
  );
}
