import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { NavLink } from "react-router";
import { paths } from "../../paths";
import { categories, stocked } from "../../queries/categories";
import { styled } from "../../theme/styled";
import { colour, gutter, type as sizes, target } from "../../theme/tokens";

/** The shops and the first level of the categories that have something, on one line that scrolls where there is no room. */
export function Categories() {
  const { t } = useLingui();
  const { data } = useQuery(categories());
  return (
    <Line aria-label={t`Categories`}>
      <NavLink to={paths.shops.to()} end>
        <Trans>Shops</Trans>
      </NavLink>
      {data &&
        stocked(data.items).map((category) => (
          <NavLink key={category.id} to={paths.category.to(category)} dir="auto">
            {category.name}
          </NavLink>
        ))}
    </Line>
  );
}

const Line = styled("nav")({
  display: "flex",
  gap: 24,
  minHeight: target,
  paddingInline: gutter,
  overflowX: "auto",
  scrollbarWidth: "none",
  fontSize: sizes.compact,
  "& > a": {
    display: "inline-flex",
    alignItems: "center",
    minHeight: target,
    whiteSpace: "nowrap",
    textDecoration: "none",
    color: colour("quiet"),
    "&:focus-visible": { outlineOffset: -3 },
    "&:hover, &.active": { color: colour("cobalt") },
    "&.active": { boxShadow: `inset 0 -2px ${colour("cobalt")}` },
  },
});
