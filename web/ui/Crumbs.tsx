import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { styled } from "../theme/styled";
import { colour, type as sizes } from "../theme/tokens";

export interface Crumb {
  name: string;
  to: string;
}

/** The way to a page from the start. */
export function Crumbs({ way }: { way: Crumb[] }) {
  const { t } = useLingui();
  return (
    <Way aria-label={t`Where you are`}>
      <ol>
        {way.map(({ name, to }) => (
          <li key={to}>
            <Link to={to} dir="auto">
              {name}
            </Link>
          </li>
        ))}
      </ol>
    </Way>
  );
}

/** The same for search engines, as schema.org has it. */
export const crumbData = (way: Crumb[]) => ({
  "@context": "https://schema.org",
  "@type": "BreadcrumbList",
  itemListElement: way.map(({ name, to }, place) => ({ "@type": "ListItem", position: place + 1, name, item: to })),
});

const Way = styled("nav")({
  fontSize: sizes.label,
  color: colour("quiet"),
  "& > ol": { display: "flex", flexWrap: "wrap" },
  "& li": { display: "inline-flex", alignItems: "center" },
  "& li + li::before": { content: '"/"', marginInline: 8 },
  "& a": {
    display: "inline-flex",
    alignItems: "center",
    minHeight: 32,
    textDecoration: "none",
    "&:hover": { textDecoration: "underline" },
  },
});
