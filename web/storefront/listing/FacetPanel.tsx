import { Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { useFormat } from "../../format/format";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";
import { Button, useEarlier } from "../../ui";
import { type Change, type Filters, isNarrowed } from "./filters";
import { PriceRange } from "./PriceRange";
import type { Facets, Source } from "./queries";

interface Props {
  filters: Filters;
  /** Null while they are on their way. */
  facets: Facets | null;
  source: Source;
  onChange: (next: Change) => void;
  onClear: () => void;
}

const MOST = 8;

/** What a list can be narrowed down by, each with how much it would leave. */
export function FacetPanel({ filters, facets, source, onChange, onClear }: Props) {
  const { attributes } = filters;
  const choose = (name: string, value: string | null) =>
    onChange((now) => {
      const { [name]: _, ...others } = now.attributes;
      return { ...now, attributes: value === null ? others : { ...others, [name]: value } };
    });
  const names = [...new Set([...Object.keys(attributes), ...Object.keys(facets?.attributes ?? {})])];
  return (
    <Panel>
      <Choice
        label={<Trans>In stock</Trans>}
        checked={filters.in_stock}
        onChange={(in_stock) => onChange((now) => ({ ...now, in_stock }))}
      />
      {source.kind !== "category" && facets && facets.categories.length > 1 && (
        <fieldset>
          <legend>
            <Trans>Category</Trans>
          </legend>
          {facets.categories.slice(0, MOST).map(({ id, name, count }) => (
            <Choice
              key={id}
              label={name}
              count={count}
              checked={filters.category === id}
              onChange={(checked) => onChange((now) => ({ ...now, category: checked ? id : null }))}
            />
          ))}
        </fieldset>
      )}
      <PriceRange filters={filters} facets={facets} onChange={onChange} />
      {names.map((name) => (
        <fieldset key={name}>
          <legend dir="auto">{named(name)}</legend>
          {values(facets?.attributes[name] ?? [], attributes[name]).map(({ value, count }) => (
            <Choice
              key={value}
              label={value}
              count={count}
              checked={attributes[name] === value}
              onChange={(checked) => choose(name, checked ? value : null)}
            />
          ))}
        </fieldset>
      ))}
      {isNarrowed(filters) && (
        <Button variant="text" onClick={onClear}>
          <Trans>Clear all filters</Trans>
        </Button>
      )}
    </Panel>
  );
}

interface Value {
  value: string;
  count: number | null;
}

/** The commonest values; what was chosen stays among them, even when nothing has it any more. */
function values(counted: { value: string; count: number }[], chosen: string | undefined): Value[] {
  const shown: Value[] = counted.slice(0, MOST);
  if (chosen && !shown.some(({ value }) => value === chosen))
    shown.unshift(counted.find(({ value }) => value === chosen) ?? { value: chosen, count: null });
  return shown;
}

// Facts are the shops' own words; their names are written as names.
const named = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

interface ChoiceProps {
  label: React.ReactNode;
  count?: number | null;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

function Choice({ label, count = null, checked, onChange }: ChoiceProps) {
  const format = useFormat();
  const [ticked, setTicked] = useState(checked);
  useEffect(() => setTicked(checked), [checked]);
  const change = (next: boolean) => {
    // It shows at once; the address, which says what is chosen, follows with the page.
    setTicked(next);
    onChange(next);
  };
  const input = useEarlier<HTMLInputElement>((element) => {
    if (element.checked !== checked) change(element.checked);
  });
  return (
    <label>
      <input ref={input} type="checkbox" checked={ticked} onChange={(event) => change(event.target.checked)} />
      <span>
        <bdi>{label}</bdi>
      </span>
      {count !== null && <small>{format.count(count)}</small>}
    </label>
  );
}

const Panel = styled("div")({
  display: "grid",
  gap: 20,
  justifyItems: "stretch",
  "& fieldset": { border: 0, margin: 0, padding: 0, minWidth: 0 },
  "& legend": { fontWeight: 600, padding: 0, marginBlockEnd: 4 },
  "& label": {
    display: "flex",
    alignItems: "center",
    gap: 10,
    minHeight: 36,
    cursor: "pointer",
    "@media (pointer: coarse)": { minHeight: 44 },
    "& > span": { flex: 1, minWidth: 0, overflowWrap: "anywhere" },
    "& > small": { color: colour("quiet"), fontSize: sizes.small, fontVariantNumeric: "tabular-nums" },
  },
  "& input[type=checkbox]": { width: 18, height: 18, margin: 0, accentColor: colour("cobalt"), flex: "none" },
});
