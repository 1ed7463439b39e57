import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useFormContext } from "react-hook-form";
import { TextField, useRules } from "../../forms";
import { styled } from "../../theme/styled";
import { NAME, nameOf } from "./values";

interface Props {
  name: string;
  label: ReactNode;
}

/** The name of an option or a fact: held as the API takes it, and shown so when the field is left. */
export function NameField({ name, label }: Props) {
  const { t } = useLingui();
  const rules = useRules();
  const { getValues, setValue } = useFormContext();
  return (
    <TextField
      name={name}
      label={label}
      rules={{
        required: rules.required,
        pattern: { value: NAME, message: t`Latin letters, digits and blanks only, at most 32, and a letter first.` },
        setValueAs: nameOf,
        onBlur: () => {
          const held: string = getValues(name);
          if (NAME.test(held)) setValue(name, held);
        },
      }}
    />
  );
}

/** A name as a product's page writes it. */
export const Name = styled("span")({ textTransform: "capitalize" });
