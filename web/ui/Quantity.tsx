import { useLingui } from "@lingui/react/macro";
import { useFormat } from "../format/format";
import { styled } from "../theme/styled";
import { colour, radius, target } from "../theme/tokens";
import { Icon } from "./Icon";

interface Props {
  value: number;
  /** What is counted, for those who do not see what it stands beside. */
  label: string;
  least?: number;
  most: number;
  onChange: (value: number) => void;
}

/** How many: one less, one more. */
export function Quantity({ value, label, least = 1, most, onChange }: Props) {
  const { t } = useLingui();
  const { count } = useFormat();
  return (
    <Group role="group" aria-label={label}>
      <button type="button" aria-label={t`One less`} disabled={value <= least} onClick={() => onChange(value - 1)}>
        <Icon name="minus" size={18} />
      </button>
      <output aria-live="polite">{count(value)}</output>
      <button type="button" aria-label={t`One more`} disabled={value >= most} onClick={() => onChange(value + 1)}>
        <Icon name="plus" size={18} />
      </button>
    </Group>
  );
}

const Group = styled("div")({
  display: "inline-flex",
  alignItems: "center",
  border: `1px solid ${colour("line")}`,
  borderRadius: radius.control,
  "& > button": {
    display: "grid",
    placeItems: "center",
    width: target,
    height: target,
    border: 0,
    background: "none",
    cursor: "pointer",
    borderRadius: radius.control,
    "&:disabled": { color: colour("quiet"), cursor: "default", opacity: 0.5 },
  },
  "& > output": { minWidth: 24, textAlign: "center", fontVariantNumeric: "tabular-nums" },
});
