import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { RegisterOptions } from "react-hook-form";
import { useFormat } from "../format/format";
import { countries } from "../queries/countries";
import { SelectField } from "./fields";

interface Props {
  name: string;
  rules?: RegisterOptions;
}

/** A country, by its name in the page's language. */
export function CountryField({ name, rules }: Props) {
  const { t, i18n } = useLingui();
  const { country } = useFormat();
  const query = useQuery(countries());
  const options = (query.data?.items ?? []).map(({ code }) => ({ value: code, label: country(code) }));
  options.sort((one, other) => one.label.localeCompare(other.label, i18n.locale));
  return (
    <SelectField
      name={name}
      label={<Trans>Country</Trans>}
      autoComplete="country"
      placeholder={t`Choose one`}
      options={options}
      {...(rules && { rules })}
    />
  );
}
