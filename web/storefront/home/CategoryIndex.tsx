import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { paths } from "../../paths";
import { categories, stocked } from "../../queries/categories";
import { styled } from "../../theme/styled";
import { colour, type as sizes, target } from "../../theme/tokens";

/** All categories that have something, and what is right below them, as the index of the hall; nothing where they do not come. */
export function CategoryIndex() {
  const { data } = useQuery(categories());
  const shown = stocked(data?.items ?? []);
  if (shown.length === 0) return null;
  return (
    <Index aria-labelledby="index">
      <h2 id="index">
        <Trans>By what it is</Trans>
      </h2>
      <ul>
        {shown.map((category) => (
          <li key={category.id}>
            <Link to={paths.category.to(category)} dir="auto">
              {category.name}
            </Link>
            <ul>
              {stocked(category.children).map((child) => (
                <li key={child.id}>
                  <Link to={paths.category.to(child)} dir="auto">
                    {child.name}
                  </Link>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Index>
  );
}

const Index = styled("section")({
  marginBlockStart: 72,
  "& > h2": { fontSize: sizes.title, marginBlockEnd: 16 },
  "& > ul": { display: "grid", gridTemplateColumns: "repeat(auto-fill, minmax(min(100%, 240px), 1fr))", gap: "0 40px" },
  "& > ul > li": { borderBlockStart: `1px solid ${colour("line")}`, paddingBlock: "4px 16px" },
  "& > ul > li > a": { fontWeight: 600, fontSize: sizes.large },
  "& a": {
    display: "inline-flex",
    alignItems: "center",
    minHeight: target,
    textDecoration: "none",
    "&:hover": { color: colour("cobalt") },
  },
  "& ul ul": { display: "flex", flexWrap: "wrap", columnGap: 16, color: colour("quiet") },
});
