import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useId, useState } from "react";
import { useCommand } from "../../api/queries";
import { plainDigits } from "../../format/digits";
import { useFormat } from "../../format/format";
import { styled } from "../../theme/styled";
import { colour, radius, type as sizes, target } from "../../theme/tokens";
import { announce, Button, wordsFor } from "../../ui";
import type { Level } from "../queries";
import { refreshes } from "./queries";

const MOST = 1_000_000;

/** How many were counted on a shelf, set where it stands; what was written stays until it is saved. */
export function OnHand({ level }: { level: Level }) {
  const { t, i18n } = useLingui();
  const { count } = useFormat();
  const id = useId();
  const { variant_id, warehouse, sku, on_hand, reserved } = level;
  const [written, setWritten] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const set = useCommand("set_stock", { refreshes: [...refreshes], line: `${variant_id} ${warehouse.id}` });
  const forget = () => {
    setWritten(null);
    setWrong(false);
    set.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const counted = plainDigits(written ?? "").trim();
    const number = /^\d{1,7}$/.test(counted) ? Number(counted) : Number.NaN;
    setWrong(!(number <= MOST));
    if (!(number <= MOST)) return;
    set.mutate(
      { params: { variant_id }, body: { on_hand: number, warehouse_id: warehouse.id } },
      {
        onSuccess: () => {
          setWritten(null);
          announce(t`Stock of ${sku} saved`);
        },
      },
    );
  };
  const [most, held] = [count(MOST), count(reserved)];
  const said = wrong
    ? t`Write a whole number up to ${most}.`
    : set.error?.code === "below_reserved"
      ? t`Orders hold ${held}: it cannot be less. The stock is as it was.`
      : set.error && i18n._(wordsFor(set.error));
  return (
    <Form onSubmit={submit} aria-busy={set.isPending}>
      <div>
        <input
          inputMode="numeric"
          value={written ?? String(on_hand)}
          onChange={(event) => setWritten(event.target.value)}
          onKeyDown={(event) => event.key === "Escape" && forget()}
          aria-label={t`On hand of ${sku} in ${warehouse.name}`}
          aria-invalid={said != null}
          aria-describedby={said ? id : undefined}
        />
        {written !== null && written !== String(on_hand) && (
          <Button type="submit" variant="outlined" loading={set.isPending}>
            <Trans>Save</Trans>
          </Button>
        )}
      </div>
      {said && (
        <p id={id} role="alert">
          {said}
        </p>
      )}
    </Form>
  );
}

const Form = styled("form")({
  "& > div": { display: "flex", gap: 8, justifyContent: "flex-end" },
  "& input": {
    width: "7em",
    minHeight: target,
    paddingInline: 10,
    textAlign: "end",
    border: `1px solid ${colour("quiet")}`,
    borderRadius: radius.control,
    background: colour("ground"),
    color: colour("ink"),
    font: "inherit",
    fontVariantNumeric: "tabular-nums",
    "&[aria-invalid=true]": { borderColor: colour("error") },
  },
  "& p": {
    color: colour("error"),
    fontSize: sizes.label,
    maxWidth: "24em",
    whiteSpace: "normal",
    marginInlineStart: "auto",
  },
  "@media (pointer: fine)": { "& input": { minHeight: 32 } },
});
