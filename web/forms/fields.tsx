import { useLingui } from "@lingui/react/macro";
import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import FormHelperText from "@mui/material/FormHelperText";
import MuiTextField, { type TextFieldProps } from "@mui/material/TextField";
import { type ReactNode, useState } from "react";
import { type FieldErrors, get, type RegisterOptions, useController, useFormContext } from "react-hook-form";
import { plainDigits } from "../format/digits";
import { useFormat } from "../format/format";
import { digits, minorUnits } from "../format/money";
import { styled } from "../theme/styled";
import { colour, radius, type as sizes, target } from "../theme/tokens";
import { useFieldId } from "./ApiForm";
import { useRules } from "./rules";

interface FieldProps {
  /** The field's name in the form, which is its name in the request. */
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  rules?: RegisterOptions;
  autoComplete?: string;
  disabled?: boolean;
}

interface TextProps extends FieldProps {
  type?: "text" | "date" | "datetime-local" | "email" | "password" | "tel" | "url" | "search";
  inputMode?: TextFieldProps["inputMode"];
  multiline?: boolean;
  rows?: number;
}

/** A line of text, or several. */
export function TextField({
  name,
  label,
  hint,
  rules,
  type = "text",
  inputMode,
  autoComplete,
  multiline = false,
  rows,
  disabled,
}: TextProps) {
  const id = useFieldId(name);
  const { register, formState } = useFormContext();
  const { ref, ...input } = register(name, rules);
  const error = messageOf(formState.errors, name);
  return (
    <Labelled id={id} label={label} hint={hint} error={error}>
      <MuiTextField
        {...input}
        id={id}
        inputRef={ref}
        type={type}
        multiline={multiline}
        minRows={rows}
        disabled={disabled}
        hiddenLabel
        fullWidth
        error={error !== undefined}
        slotProps={{
          htmlInput: {
            inputMode,
            autoComplete,
            "aria-describedby": described(id, hint, error),
            "aria-invalid": error !== undefined,
          },
        }}
      />
    </Labelled>
  );
}

interface CountProps extends FieldProps {
  least?: number;
  most?: number;
}

/** A whole number; an emptied field is null, not zero. */
export function CountField({ name, label, hint, rules, least = 0, most = 1_000_000, disabled }: CountProps) {
  const id = useFieldId(name);
  const { t } = useLingui();
  const { count } = useFormat();
  const [from, to] = [count(least), count(most)];
  const { register, formState } = useFormContext();
  const { ref, ...input } = register(name, {
    ...rules,
    validate: (value) =>
      value === null ||
      (Number.isInteger(value) && value >= least && value <= most) ||
      t`Write a whole number from ${from} to ${to}.`,
    setValueAs: (text) => (text === "" || text === null ? null : Number(plainDigits(String(text)))),
  } as RegisterOptions);
  const error = messageOf(formState.errors, name);
  return (
    <Labelled id={id} label={label} hint={hint} error={error}>
      <MuiTextField
        {...input}
        id={id}
        inputRef={ref}
        hiddenLabel
        disabled={disabled}
        error={error !== undefined}
        slotProps={{
          htmlInput: {
            inputMode: "numeric",
            "aria-describedby": described(id, hint, error),
            "aria-invalid": error !== undefined,
          },
        }}
      />
    </Labelled>
  );
}

interface MoneyProps extends FieldProps {
  currency: string;
  /** Whether it may be left empty, and is null then. */
  optional?: boolean;
  /** The smallest amount, in minor units. */
  least?: 0 | 1;
}

/** An amount of money, held in minor units; a comma is as good as a point, what is no amount is NaN. */
export function MoneyField({ name, label, hint, currency, disabled, optional = false, least = 1 }: MoneyProps) {
  const id = useFieldId(name);
  const { t } = useLingui();
  const rules = useRules();
  const amount = (value: number | null) => {
    if (value === null) return optional || rules.required;
    return value >= least || (Number.isNaN(value) ? t`Write an amount such as 12.50.` : t`Write an amount above 0.`);
  };
  const { field, fieldState } = useController({ name, rules: { validate: amount } });
  const places = digits(currency);
  const kept = Number.isFinite(field.value) ? (field.value / 10 ** places).toFixed(places) : "";
  // What is being written stays as it is until the field is left, and for longer while it is no amount.
  const [written, setWritten] = useState<string | null>(null);
  const isWritten = written !== null && Object.is(amountOf(written, places), field.value);
  const error = fieldState.error?.message;
  return (
    <Labelled id={id} label={label} hint={hint} error={error}>
      <MuiTextField
        id={id}
        inputRef={field.ref}
        name={name}
        value={isWritten ? written : kept}
        onChange={({ target: { value } }) => {
          setWritten(value);
          field.onChange(amountOf(value, places));
        }}
        onBlur={() => {
          if (!Number.isNaN(field.value)) setWritten(null);
          field.onBlur();
        }}
        hiddenLabel
        disabled={disabled}
        error={error !== undefined}
        slotProps={{
          input: { endAdornment: <bdi>{currency}</bdi> },
          htmlInput: {
            inputMode: "decimal",
            autoComplete: "off",
            "aria-describedby": described(id, hint, error),
            "aria-invalid": error !== undefined,
          },
        }}
      />
    </Labelled>
  );
}

function amountOf(written: string, places: number): number | null {
  const amount = minorUnits(written, places);
  return amount === undefined ? Number.NaN : amount;
}

interface SelectProps extends FieldProps {
  options: { value: string; label: string }[];
  /** What stands there until something is chosen. */
  placeholder?: string;
}

/** One of several, in the device's own list. */
export function SelectField({ name, label, hint, rules, options, placeholder, autoComplete, disabled }: SelectProps) {
  const id = useFieldId(name);
  // What it holds may be known before its options are: a select by itself would forget it.
  const { field, fieldState } = useController({ name, ...(rules && { rules: rules as never }) });
  const error = fieldState.error?.message;
  return (
    <Labelled id={id} label={label} hint={hint} error={error}>
      <Native
        {...field}
        value={field.value ?? ""}
        id={id}
        autoComplete={autoComplete}
        disabled={disabled}
        aria-describedby={described(id, hint, error)}
        aria-invalid={error !== undefined}
      >
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </Native>
    </Labelled>
  );
}

/** Yes or no. */
export function CheckField({ name, label, hint, disabled }: FieldProps) {
  const id = useFieldId(name);
  const { field } = useController({ name });
  return (
    <Check>
      <FormControlLabel
        control={
          <Checkbox
            id={id}
            checked={field.value === true}
            onChange={field.onChange}
            onBlur={field.onBlur}
            slotProps={{ input: { ref: field.ref } }}
            disabled={disabled}
          />
        }
        label={label}
      />
      {hint && <FormHelperText id={`${id}-hint`}>{hint}</FormHelperText>}
    </Check>
  );
}

interface LabelledProps {
  id: string;
  label: ReactNode;
  hint: ReactNode;
  error: string | undefined;
  children: ReactNode;
}

function Labelled({ id, label, hint, error, children }: LabelledProps) {
  return (
    <Around>
      <label htmlFor={id}>{label}</label>
      {hint && <span id={`${id}-hint`}>{hint}</span>}
      {children}
      {error && (
        <span id={`${id}-error`} className="error">
          {error}
        </span>
      )}
    </Around>
  );
}

const messageOf = (errors: FieldErrors, name: string): string | undefined =>
  (get(errors, name) as { message?: string } | undefined)?.message;

const described = (id: string, hint: ReactNode, error: string | undefined) =>
  [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;

const Around = styled("div")({
  display: "grid",
  gap: 4,
  alignContent: "start",
  marginBlockEnd: 16,
  "& > label": { fontWeight: 600, fontSize: sizes.compact },
  "& > span": { color: colour("quiet"), fontSize: sizes.label },
  "& > .error": { color: colour("error") },
  "& .MuiInputBase-input": { unicodeBidi: "plaintext" },
  "& .MuiInputBase-root > bdi": { color: colour("quiet"), fontSize: sizes.label },
  "& input.MuiInputBase-input": { paddingBlock: 10, minHeight: target - 20 },
});

const Check = styled("div")({ marginBlockEnd: 8 });

const Native = styled("select")({
  minHeight: target,
  width: "100%",
  paddingInline: 12,
  border: `1px solid ${colour("quiet")}`,
  borderRadius: radius.control,
  background: colour("ground"),
  color: colour("ink"),
  font: "inherit",
});
