import { Trans, useLingui } from "@lingui/react/macro";
import { useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { useFormat } from "../../format/format";
import { CheckField, CountField, MoneyField } from "../../forms";
import { styled } from "../../theme/styled";
import { colour, radius } from "../../theme/tokens";
import { Button } from "../../ui";
import { CountriesField } from "./CountriesField";
import { blankRate, blankZone, type Values } from "./values";

const MOST_WEIGHT = 2_000_000_000;

/** Where parcels go by a way of sending, and what they cost there. */
export function ZoneFields() {
  const { control } = useFormContext<Values>();
  const { fields, append, remove } = useFieldArray({ control, name: "zones" });
  return (
    <>
      {fields.map(({ id }, place) => (
        <Zone key={id} place={place} onRemove={fields.length > 1 ? () => remove(place) : undefined} />
      ))}
      {fields.length < 20 && (
        <Button variant="outlined" onClick={() => append(blankZone)}>
          <Trans>Add a zone</Trans>
        </Button>
      )}
    </>
  );
}

interface ZoneProps {
  place: number;
  onRemove: (() => void) | undefined;
}

function Zone({ place, onRemove }: ZoneProps) {
  const { t } = useLingui();
  const { control } = useFormContext<Values>();
  const name = `zones.${place}` as const;
  const { fields, append, remove } = useFieldArray({ control, name: `${name}.rates` });
  const { count } = useFormat();
  const elsewhere = useWatch({ control, name: `${name}.elsewhere` });
  const number = count(place + 1);
  return (
    <Box>
      <legend>
        <Trans>Zone {number}</Trans>
      </legend>
      <CheckField name={`${name}.elsewhere`} label={<Trans>Everywhere else</Trans>} />
      {!elsewhere && <CountriesField name={`${name}.countries`} />}
      {fields.map(({ id }, index) => (
        <Rate
          key={id}
          name={`${name}.rates.${index}`}
          number={count(index + 1)}
          onRemove={fields.length > 1 ? () => remove(index) : undefined}
        />
      ))}
      <div className="ways">
        {fields.length < 20 && (
          <Button onClick={() => append(blankRate)}>
            <Trans>Add a rate</Trans>
          </Button>
        )}
        {onRemove && (
          <Button color="error" onClick={onRemove} aria-label={t`Remove zone ${number}`}>
            <Trans>Remove the zone</Trans>
          </Button>
        )}
      </div>
    </Box>
  );
}

interface RateProps {
  name: string;
  number: string;
  onRemove: (() => void) | undefined;
}

function Rate({ name, number, onRemove }: RateProps) {
  const { t } = useLingui();
  const currency = useWatch<Values, "currency">({ name: "currency" });
  return (
    <Box>
      <legend>
        <Trans>Rate {number}</Trans>
      </legend>
      <div className="pair">
        <CountField name={`${name}.least_weight`} most={MOST_WEIGHT} label={<Trans>From so many grams</Trans>} />
        <CountField name={`${name}.most_weight`} most={MOST_WEIGHT} label={<Trans>Up to so many grams</Trans>} />
        <MoneyField
          name={`${name}.least_amount`}
          label={<Trans>From a total of</Trans>}
          currency={currency || "EUR"}
          optional
          least={0}
        />
        <MoneyField
          name={`${name}.most_amount`}
          label={<Trans>Up to a total of</Trans>}
          currency={currency || "EUR"}
          optional
          least={0}
        />
      </div>
      <MoneyField
        name={`${name}.price`}
        label={<Trans>Price of the delivery</Trans>}
        hint={<Trans>0 sends it for free.</Trans>}
        currency={currency || "EUR"}
        least={0}
      />
      {onRemove && (
        <Button color="error" onClick={onRemove} aria-label={t`Remove rate ${number}`}>
          <Trans>Remove the rate</Trans>
        </Button>
      )}
    </Box>
  );
}

const Box = styled("fieldset")({
  margin: 0,
  marginBlockEnd: 16,
  padding: "4px 12px 12px",
  minWidth: 0,
  border: `1px solid ${colour("line")}`,
  borderRadius: radius.control,
  "& > legend": { paddingInline: 6, fontWeight: 600 },
  "& > .ways": { display: "flex", flexWrap: "wrap", gap: 8 },
  "& > .pair": { display: "grid", gridTemplateColumns: "repeat(2, minmax(0, 1fr))", gap: "0 12px", alignItems: "end" },
});
