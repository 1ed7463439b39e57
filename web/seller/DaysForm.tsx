import { Trans, useLingui } from "@lingui/react/macro";
import { useForm } from "react-hook-form";
import { ApiForm, TextField } from "../forms";
import { styled } from "../theme/styled";
import { Button } from "../ui";

type Days = Record<"from" | "to", string>;

interface Props extends Days {
  onChange: (days: Days) => void;
}

/** The first and the last day of a list; either may be left open. */
export function DaysForm({ from, to, onChange }: Props) {
  const { t } = useLingui();
  const form = useForm({ values: { from, to } });
  const inOrder = (last: string, { from }: Days) => !last || last >= from || t`It ends before it begins.`;
  return (
    <ApiForm form={form} onSubmit={form.handleSubmit(onChange)} label={t`Which days`}>
      <Line>
        <TextField name="from" type="date" label={<Trans>From</Trans>} />
        <TextField name="to" type="date" label={<Trans>To</Trans>} rules={{ validate: inOrder as never }} />
        <Button type="submit" variant="outlined">
          <Trans>Show these days</Trans>
        </Button>
      </Line>
    </ApiForm>
  );
}

const Line = styled("div")({
  display: "flex",
  flexWrap: "wrap",
  alignItems: "start",
  gap: "0 12px",
  // In line with the fields, below their labels.
  "& > button": { marginBlock: "24px 16px" },
});
