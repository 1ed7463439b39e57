import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useController } from "react-hook-form";
import { useFormat } from "../../format/format";
import { countries } from "../../queries/countries";
import { styled } from "../../theme/styled";
import { colour, radius, type as sizes, target } from "../../theme/tokens";
import { Icon, IconButton } from "../../ui";

/** Several countries, added one by one; they stand there by their names. */
export function CountriesField({ name }: { name: string }) {
  const { t, i18n } = useLingui();
  const { country } = useFormat();
  const id = useId();
  const query = useQuery(countries());
  const { field, fieldState } = useController({
    name,
    rules: { validate: (codes: string[]) => codes.length > 0 || t`Add at least one country.` },
  });
  const chosen: string[] = field.value;
  const others = (query.data?.items ?? [])
    .filter(({ code, delivered_to }) => delivered_to && !chosen.includes(code))
    .map(({ code }) => ({ code, words: country(code) }))
    .sort((one, other) => one.words.localeCompare(other.words, i18n.locale));
  return (
    <Around>
      <label htmlFor={id}>
        <Trans>Countries</Trans>
      </label>
      <select
        id={id}
        ref={field.ref}
        value=""
        onBlur={field.onBlur}
        onChange={({ target: { value } }) => field.onChange([...chosen, value])}
        aria-describedby={fieldState.error && `${id}-error`}
        aria-invalid={fieldState.error !== undefined}
      >
        <option value="">{t`Add a country`}</option>
        {others.map(({ code, words }) => (
          <option key={code} value={code}>
            {words}
          </option>
        ))}
      </select>
      {fieldState.error && (
        <span id={`${id}-error`} className="error">
          {fieldState.error.message}
        </span>
      )}
      <ul>
        {chosen.map((code) => {
          const words = country(code);
          return (
            <li key={code}>
              {words}
              <IconButton
                aria-label={t`Take ${words} out`}
                onClick={() => field.onChange(chosen.filter((other) => other !== code))}
              >
                <Icon name="close" size={18} />
              </IconButton>
            </li>
          );
        })}
      </ul>
    </Around>
  );
}

const Around = styled("div")({
  display: "grid",
  gap: 4,
  marginBlockEnd: 16,
  "& > label": { fontWeight: 600, fontSize: sizes.compact },
  "& > .error": { color: colour("error"), fontSize: sizes.label },
  "& > select": {
    minHeight: target,
    paddingInline: 12,
    border: `1px solid ${colour("quiet")}`,
    borderRadius: radius.control,
    background: colour("ground"),
    color: colour("ink"),
    font: "inherit",
  },
  "& > ul": { display: "flex", flexWrap: "wrap", gap: 8 },
  "& li": {
    display: "inline-flex",
    alignItems: "center",
    gap: 4,
    paddingInlineStart: 12,
    border: `1px solid ${colour("line")}`,
    borderRadius: radius.control,
  },
});
