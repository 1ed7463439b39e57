import { type ReactNode, useId } from "react";
import { get, type RegisterOptions, useFormContext } from "react-hook-form";
import { styled } from "../theme/styled";
import { colour, radius, type as sizes, target } from "../theme/tokens";

export interface Choice {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
  /** What belongs at the end of the line, such as a price. */
  aside?: ReactNode;
}

interface Props {
  /** The field's name in the form, which is its name in the request. */
  name: string;
  label: ReactNode;
  options: Choice[];
  rules?: RegisterOptions;
  /** Whether the label is for those alone who do not see what stands above it. */
  quiet?: boolean;
}

/** One of a few, all of them in view. */
export function ChoiceField({ name, label, options, rules, quiet = false }: Props) {
  const { register, formState } = useFormContext();
  const id = useId();
  const error = (get(formState.errors, name) as { message?: string } | undefined)?.message;
  return (
    <Group aria-describedby={error && id} aria-invalid={error !== undefined}>
      <legend className={quiet ? "for-ears" : undefined}>{label}</legend>
      {error && (
        <span id={id} className="error">
          {error}
        </span>
      )}
      {options.map((option) => (
        <label key={option.value}>
          <input type="radio" value={option.value} {...register(name, rules)} />
          <span>
            {option.label}
            {option.hint && <small>{option.hint}</small>}
          </span>
          {option.aside && <span className="aside">{option.aside}</span>}
        </label>
      ))}
    </Group>
  );
}

const Group = styled("fieldset")({
  border: 0,
  padding: 0,
  margin: 0,
  marginBlockEnd: 16,
  minWidth: 0,
  "& > legend": { padding: 0, marginBlockEnd: 4, fontWeight: 600, fontSize: sizes.compact },
  "& > label": {
    display: "flex",
    alignItems: "center",
    gap: 12,
    minHeight: target + 8,
    paddingInline: 14,
    paddingBlock: 10,
    border: `1px solid ${colour("line")}`,
    cursor: "pointer",
    overflowWrap: "anywhere",
    "&:has(:checked)": { background: colour("cobalt-wash"), borderColor: colour("cobalt"), zIndex: 1 },
    "& + label": { marginBlockStart: -1 },
    "&:first-of-type": { borderStartStartRadius: radius.control, borderStartEndRadius: radius.control },
    "&:last-of-type": { borderEndStartRadius: radius.control, borderEndEndRadius: radius.control },
    position: "relative",
  },
  "& input": {
    appearance: "none",
    width: 20,
    height: 20,
    margin: 0,
    flex: "none",
    border: `1px solid ${colour("quiet")}`,
    borderRadius: "50%",
    "&:checked": { border: `6px solid ${colour("cobalt")}` },
    "&:focus-visible": { borderRadius: "50%" },
  },
  "& small": { display: "block", color: colour("quiet"), fontSize: sizes.label },
  "& .aside": { marginInlineStart: "auto", textAlign: "end", flex: "none" },
  "& > .error": { color: colour("error"), fontSize: sizes.label },
});
