import { Trans, useLingui } from "@lingui/react/macro";
import { useFieldArray, useFormContext } from "react-hook-form";
import { TextField, useRules } from "../../forms";
import { styled } from "../../theme/styled";
import { Button, Icon, IconButton } from "../../ui";
import { NameField } from "./NameField";
import { MOST, type ProductValues } from "./values";

/** Facts about a product that customers filter by. */
export function Attributes() {
  const { t } = useLingui();
  const rules = useRules();
  const { control } = useFormContext<ProductValues>();
  const attributes = useFieldArray({ control, name: "attributes" });
  return (
    <fieldset>
      <legend>
        <Trans>Facts that customers filter by</Trans>
      </legend>
      {attributes.fields.map(({ id }, place) => (
        <Line key={id}>
          <NameField name={`attributes.${place}.name`} label={<Trans>Fact</Trans>} />
          <TextField
            name={`attributes.${place}.value`}
            label={<Trans>Value</Trans>}
            rules={{ required: rules.required, maxLength: rules.most(120) }}
          />
          <IconButton aria-label={t`Remove this fact`} onClick={() => attributes.remove(place)}>
            <Icon name="bin" size={20} />
          </IconButton>
        </Line>
      ))}
      {attributes.fields.length < MOST.attributes && (
        <Button
          variant="outlined"
          color="secondary"
          startIcon={<Icon name="plus" size={18} />}
          onClick={() => attributes.append({ name: "", value: "" })}
        >
          <Trans>Add a fact</Trans>
        </Button>
      )}
    </fieldset>
  );
}

const Line = styled("div")({
  display: "grid",
  gridTemplateColumns: "1fr 1fr auto",
  gap: 8,
  alignItems: "end",
  "& > button": { marginBlockEnd: 16 },
});
