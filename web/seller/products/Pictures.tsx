import { Trans, useLingui } from "@lingui/react/macro";
import { useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { TextField, useRules } from "../../forms";
import { styled } from "../../theme/styled";
import { Button, Icon, IconButton, Picture } from "../../ui";
import { MOST, type ProductValues } from "./values";

/** Pictures by their addresses; the first is the one that lists show. */
export function Pictures() {
  const { control } = useFormContext<ProductValues>();
  const images = useFieldArray({ control, name: "images" });
  return (
    <fieldset>
      <legend>
        <Trans>Pictures, the first for the lists</Trans>
      </legend>
      {images.fields.map(({ id }, place) => (
        <Shown
          key={id}
          place={place}
          onUp={place > 0 ? () => images.move(place, place - 1) : undefined}
          onRemove={() => images.remove(place)}
        />
      ))}
      {images.fields.length < MOST.images && (
        <Button
          variant="outlined"
          color="secondary"
          startIcon={<Icon name="plus" size={18} />}
          onClick={() => images.append({ url: "", alt: "" })}
        >
          <Trans>Add a picture</Trans>
        </Button>
      )}
    </fieldset>
  );
}

interface Props {
  place: number;
  onUp?: (() => void) | undefined;
  onRemove: () => void;
}

function Shown({ place, onUp, onRemove }: Props) {
  const { t } = useLingui();
  const rules = useRules();
  const { control } = useFormContext<ProductValues>();
  const url = useWatch({ control, name: `images.${place}.url` });
  const number = place + 1;
  const shown = /^(https:\/)?\/[^/]/.test(url) ? url : null;
  const pattern = { value: /^(https:\/)?\/[^/]/, message: t`Write an address that begins with https://` };
  return (
    <Line role="group" aria-label={t`Picture ${number}`}>
      <Picture src={shown} alt="" ratio="1" />
      <div>
        <TextField
          name={`images.${place}.url`}
          label={<Trans>Address</Trans>}
          type="url"
          rules={{ required: rules.required, maxLength: rules.most(500), pattern }}
        />
        <TextField
          name={`images.${place}.alt`}
          label={<Trans>What it shows, for those who do not see it</Trans>}
          rules={{ maxLength: rules.most(200) }}
        />
      </div>
      <div>
        {onUp && (
          <IconButton aria-label={t`Move picture ${number} up`} onClick={onUp}>
            <Icon name="up" size={20} />
          </IconButton>
        )}
        <IconButton aria-label={t`Remove picture ${number}`} onClick={onRemove}>
          <Icon name="bin" size={20} />
        </IconButton>
      </div>
    </Line>
  );
}

const Line = styled("div")({
  display: "grid",
  gridTemplateColumns: "72px minmax(0, 1fr) auto",
  gap: 12,
  "& > :last-child": { display: "grid", alignContent: "start", paddingBlockStart: 20 },
});
