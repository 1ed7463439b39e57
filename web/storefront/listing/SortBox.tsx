import { Trans, useLingui } from "@lingui/react/macro";
import { styled } from "../../theme/styled";
import { colour, radius, type as sizes, target } from "../../theme/tokens";
import { type Change, type Filters, type Sort, sorts } from "./filters";

interface Props {
  filters: Filters;
  onChange: (next: Change) => void;
}

/** The order of a list, in the device's own list of choices. */
export function SortBox({ filters, onChange }: Props) {
  const { t } = useLingui();
  const names: Record<Sort, string> = {
    relevance: t`Best match`,
    newest: t`Newest`,
    price_asc: t`Price, lowest first`,
    price_desc: t`Price, highest first`,
  };
  const usual: Sort = filters.q ? "relevance" : "newest";
  const offered = sorts.filter((sort) => sort !== "relevance" || filters.q);
  return (
    <Label>
      <span>
        <Trans>Sort by</Trans>
      </span>
      <select
        value={filters.sort ?? usual}
        onChange={(event) => {
          const sort = event.target.value as Sort;
          onChange((now) => ({ ...now, sort: sort === usual ? null : sort }));
        }}
      >
        {offered.map((sort) => (
          <option key={sort} value={sort}>
            {names[sort]}
          </option>
        ))}
      </select>
    </Label>
  );
}

const Label = styled("label")({
  display: "flex",
  alignItems: "center",
  gap: 8,
  fontSize: sizes.compact,
  "& > span": { color: colour("quiet") },
  "& > select": {
    minHeight: target,
    paddingInline: 12,
    border: `1px solid ${colour("line")}`,
    borderRadius: radius.control,
    background: colour("ground"),
    color: colour("ink"),
    font: "inherit",
  },
  "@media (max-width: 480px)": { "& > span": { position: "absolute", clipPath: "inset(50%)" } },
});
