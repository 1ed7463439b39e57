import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useWatch } from "react-hook-form";
import { useFormat } from "../format/format";
import { type Country, countries } from "../queries/countries";
import { styled } from "../theme/styled";
import { QueryStates, RowGhosts } from "../ui";
import { type AddressValues, isPostalCode } from "./address";
import { SelectField, TextField } from "./fields";
import { useRegionNames } from "./region_names";
import { useRules } from "./rules";

interface Props {
  /** What stands before the names of the fields in the form, such as `shipping_address.`. */
  before?: string;
  /** Whether any country will do, or only those that orders are delivered to. */
  only?: "delivered";
}

/** The fields of an address, as its country has them; they stand inside a form that holds AddressValues. */
export function AddressFields({ before = "", only }: Props) {
  const query = useQuery(countries());
  return (
    <QueryStates query={query} ghost={<RowGhosts rows={5} />}>
      {({ items }) => (
        <Loaded before={before} among={items.filter(({ delivered_to }) => delivered_to || only !== "delivered")} />
      )}
    </QueryStates>
  );
}

function Loaded({ before, among }: { before: string; among: Country[] }) {
  const { t, i18n } = useLingui();
  const { country: nameOf } = useFormat();
  const rules = useRules();
  const code: string = useWatch({ name: `${before}country` });
  const country = among.find((one) => one.code === code);
  const inOrder = new Intl.Collator(i18n.locale).compare;
  const options = among
    .map((one) => ({ value: one.code, label: nameOf(one.code) }))
    .sort((one, other) => inOrder(one.label, other.label));
  return (
    <>
      <SelectField
        name={`${before}country`}
        label={t`Country`}
        autoComplete="country"
        options={options}
        placeholder={t`Choose one`}
        rules={{ required: rules.required }}
      />
      {country && (
        <>
          {country.address_lines.map((fields) => (
            <Line key={fields[0]}>
              {fields.map((field) => (
                <AddressField key={field} field={field} before={before} country={country} />
              ))}
            </Line>
          ))}
          <TextField
            name={`${before}phone`}
            type="tel"
            label={t`Phone, if you like`}
            hint={t`For questions of the carrier; with the code of the country, such as +44 20 7946 0000.`}
            autoComplete="tel"
            rules={{ maxLength: rules.most(40), pattern: rules.phone }}
          />
        </>
      )}
    </>
  );
}

interface FieldProps {
  field: Country["address_lines"][number][number];
  before: string;
  country: Country;
}

const completed: Record<FieldProps["field"], string> = {
  name: "name",
  line1: "address-line1",
  line2: "address-line2",
  city: "address-level2",
  region: "address-level1",
  postal_code: "postal-code",
} satisfies Partial<Record<keyof AddressValues, string>>;

function AddressField({ field, before, country }: FieldProps) {
  const { t } = useLingui();
  const rules = useRules();
  const regions = useRegionNames();
  const labels: Record<typeof field, string> = {
    name: t`First and last name`,
    line1: t`Street and number`,
    line2: t`Flat, floor or company, if there is one`,
    city: t`Town`,
    region: country.region ? regions[country.region] : "",
    postal_code: country.postal_code === "required" ? t`Postal code` : t`Postal code, if there is one`,
  };
  const isOptional: Partial<Record<typeof field, boolean>> = {
    line2: true,
    postal_code: country.postal_code !== "required",
    region: !country.region_required,
  };
  const optional = isOptional[field] ?? false;
  return (
    <TextField
      name={before + field}
      label={labels[field]}
      autoComplete={completed[field]}
      rules={{
        maxLength: rules.most(field === "postal_code" ? 20 : 100),
        ...(!optional && { required: rules.required }),
        validate: (value: string) => {
          if (value.trim() === "") return optional || rules.required;
          if (field !== "postal_code" || isPostalCode(value, country)) return true;
          return rules.postal_code;
        },
      }}
    />
  );
}

const Line = styled("div")({
  display: "grid",
  gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 180px), 1fr))",
  columnGap: 16,
  alignItems: "end",
});
