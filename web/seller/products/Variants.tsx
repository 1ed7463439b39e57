import { Trans, useLingui } from "@lingui/react/macro";
import { useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { useFormat } from "../../format/format";
import { CountField, MoneyField, TextField, useRules } from "../../forms";
import { styled } from "../../theme/styled";
import { colour, radius, type as sizes } from "../../theme/tokens";
import { Button, Icon, IconButton } from "../../ui";
import { Name, NameField } from "./NameField";
import { emptyVariant, MOST, type ProductValues } from "./values";

/** What can be bought of a product: its options, and each combination with its price and stock. */
export function Variants() {
  const { control, getValues, setValue } = useFormContext<ProductValues>();
  const options = useFieldArray({ control, name: "options" });
  const variants = useFieldArray({ control, name: "variants" });
  const isKnown = variants.fields.some(({ available }) => available !== null);
  const removeOption = (place: number) => {
    options.remove(place);
    getValues("variants").forEach(({ values }, row) => {
      setValue(`variants.${row}.values`, values.toSpliced(place, 1), { shouldDirty: true });
    });
  };
  const addVariant = () => variants.append(emptyVariant(options.fields.length));
  return (
    <>
      <fieldset>
        <legend>
          <Trans>Options, such as size or colour</Trans>
        </legend>
        {options.fields.map(({ id }, place) => (
          <OptionName key={id} place={place} onRemove={() => removeOption(place)} />
        ))}
        {options.fields.length < MOST.options && (
          <Button
            variant="outlined"
            color="secondary"
            startIcon={<Icon name="plus" size={18} />}
            onClick={() => options.append({ name: "" })}
          >
            <Trans>Add an option</Trans>
          </Button>
        )}
      </fieldset>
      <fieldset>
        <legend>{variants.fields.length > 1 ? <Trans>Variants</Trans> : <Trans>Price and stock</Trans>}</legend>
        {isKnown && (
          <Quiet>
            <Trans>A count that stays empty leaves the stock as it is.</Trans>
          </Quiet>
        )}
        {variants.fields.map(({ id }, row) => (
          <Variant key={id} row={row} onRemove={variants.fields.length > 1 ? () => variants.remove(row) : undefined} />
        ))}
        {options.fields.length > 0 && variants.fields.length < MOST.variants && (
          <Button variant="outlined" color="secondary" startIcon={<Icon name="plus" size={18} />} onClick={addVariant}>
            <Trans>Add a variant</Trans>
          </Button>
        )}
      </fieldset>
    </>
  );
}

function OptionName({ place, onRemove }: { place: number; onRemove: () => void }) {
  const { t } = useLingui();
  return (
    <Line>
      <NameField name={`options.${place}.name`} label={<Trans>Name of the option</Trans>} />
      <IconButton aria-label={t`Remove this option`} onClick={onRemove}>
        <Icon name="bin" size={20} />
      </IconButton>
    </Line>
  );
}

function Variant({ row, onRemove }: { row: number; onRemove?: (() => void) | undefined }) {
  const { t } = useLingui();
  const { count } = useFormat();
  const rules = useRules();
  const { control } = useFormContext<ProductValues>();
  const options = useWatch({ control, name: "options" });
  const currency = useWatch({ control, name: "currency" });
  const available = useWatch({ control, name: `variants.${row}.available` });
  const sku = useWatch({ control, name: `variants.${row}.sku` });
  return (
    <Card role="group" aria-label={sku ? t`Variant ${sku}` : t`New variant`}>
      {options.map(({ name }, place) => (
        <TextField
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is what tells options apart
          key={place}
          name={`variants.${row}.values.${place}`}
          label={name ? <Name>{name}</Name> : <Trans>Option</Trans>}
          rules={{ required: rules.required, maxLength: rules.most(64) }}
        />
      ))}
      <div className="wide">
        <TextField
          name={`variants.${row}.sku`}
          label={<Trans>SKU</Trans>}
          rules={{ required: rules.required, maxLength: rules.most(64) }}
        />
      </div>
      <MoneyField name={`variants.${row}.amount`} label={<Trans>Price</Trans>} currency={currency} />
      <CountField
        name={`variants.${row}.stock`}
        label={available === null ? <Trans>On hand</Trans> : <Trans>On hand, {count(available)} free now</Trans>}
      />
      {onRemove && (
        <IconButton aria-label={t`Remove variant ${sku}`} onClick={onRemove}>
          <Icon name="bin" size={20} />
        </IconButton>
      )}
    </Card>
  );
}

const Quiet = styled("p")({ color: colour("quiet"), fontSize: sizes.label, marginBlockEnd: 8 });

const Line = styled("div")({
  display: "flex",
  gap: 8,
  alignItems: "end",
  maxWidth: 480,
  "& > div": { flex: 1 },
  "& > button": { marginBlockEnd: 16 },
});

const Card = styled("div")({
  display: "flex",
  flexWrap: "wrap",
  gap: "0 12px",
  padding: "12px 12px 0",
  marginBlockEnd: 12,
  border: `1px solid ${colour("line")}`,
  borderRadius: radius.control,
  "& > div": { flex: "1 1 124px" },
  "& > .wide": { flexGrow: 2 },
  "& > button": { marginBlockStart: 24, marginInlineStart: "auto" },
});
