import { Trans } from "@lingui/react/macro";
import type { FormEvent } from "react";
import { styled } from "../theme/styled";
import { colour, radius, target } from "../theme/tokens";
import { Button } from "./Button";

interface Props {
  label: string;
  value: string;
  onChange: (words: string) => void;
}

/** Words that a list is searched for; they go into the address when they are sent. */
export function SearchLine({ label, value, onChange }: Props) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onChange(String(new FormData(event.currentTarget).get("q")).trim());
  };
  return (
    <Line role="search" onSubmit={submit}>
      <input
        key={value}
        name="q"
        type="search"
        defaultValue={value}
        maxLength={100}
        aria-label={label}
        placeholder={label}
        autoComplete="off"
      />
      <Button type="submit" variant="outlined" color="secondary">
        <Trans>Find</Trans>
      </Button>
    </Line>
  );
}

const Line = styled("form")({
  display: "flex",
  gap: 8,
  marginBlockEnd: 12,
  maxWidth: 480,
  "& > input": {
    flex: 1,
    minWidth: 0,
    minHeight: target,
    paddingInline: 12,
    border: `1px solid ${colour("quiet")}`,
    borderRadius: radius.control,
    background: colour("ground"),
    color: colour("ink"),
    font: "inherit",
    "&::placeholder": { color: colour("quiet"), opacity: 1 },
  },
  "@media (pointer: fine)": { "& > input": { minHeight: 36 } },
});
