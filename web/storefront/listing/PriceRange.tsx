import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { digits, minorUnits } from "../../format/money";
import { styled } from "../../theme/styled";
import { colour, radius, type as sizes, target } from "../../theme/tokens";
import { Button } from "../../ui";
import type { Change, Filters } from "./filters";
import type { Facets } from "./queries";

interface Props {
  filters: Filters;
  facets: Facets | null;
  onChange: (next: Change) => void;
}

/** The least and the most that it may cost, in the list's currency. */
export function PriceRange({ filters, facets, onChange }: Props) {
  const { t } = useLingui();
  const [wrong, setWrong] = useState(false);
  const currency = filters.currency ?? facets?.currency ?? "GBP";
  const places = digits(currency);
  const written = (amount: number | null | undefined) => (amount == null ? "" : String(amount / 10 ** places));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const min_price = minorUnits(String(form.get("least")), places);
    const max_price = minorUnits(String(form.get("most")), places);
    setWrong(min_price === undefined || max_price === undefined);
    if (min_price !== undefined && max_price !== undefined) onChange((now) => ({ ...now, min_price, max_price }));
  };
  return (
    <Form onSubmit={submit} key={`${filters.min_price} ${filters.max_price}`}>
      <fieldset>
        <legend>
          <Trans>Price, {currency}</Trans>
        </legend>
        <div>
          <input
            name="least"
            inputMode="decimal"
            aria-label={t`At least`}
            placeholder={written(facets?.min_price)}
            defaultValue={written(filters.min_price)}
            aria-invalid={wrong}
          />
          <span aria-hidden>–</span>
          <input
            name="most"
            inputMode="decimal"
            aria-label={t`At most`}
            placeholder={written(facets?.max_price)}
            defaultValue={written(filters.max_price)}
            aria-invalid={wrong}
          />
          <Button type="submit" variant="outlined" color="secondary">
            <Trans>Set</Trans>
          </Button>
        </div>
        {wrong && (
          <p role="alert">
            <Trans>Write amounts such as 12.50.</Trans>
          </p>
        )}
      </fieldset>
    </Form>
  );
}

const Form = styled("form")({
  "& div": { display: "flex", alignItems: "center", gap: 6 },
  "& input": {
    width: 0,
    flex: 1,
    minHeight: target,
    paddingInline: 8,
    border: `1px solid ${colour("quiet")}`,
    borderRadius: radius.control,
    background: colour("ground"),
    color: colour("ink"),
    font: "inherit",
  },
  "& input::placeholder": { color: colour("quiet") },
  "& button": { minWidth: 0, paddingInline: 12 },
  "& p": { color: colour("error"), fontSize: sizes.label, marginBlockStart: 4 },
});
