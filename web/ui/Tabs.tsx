import { Link } from "react-router";
import { styled } from "../theme/styled";
import { colour, type as sizes, target } from "../theme/tokens";

interface Props {
  label: string;
  tabs: { to: string; label: string; current: boolean }[];
}

/** Ways to see a list, each with an address of its own. */
export function Tabs({ label, tabs }: Props) {
  return (
    <Line aria-label={label}>
      {tabs.map(({ to, label: words, current }) => (
        <Link key={to} to={to} aria-current={current ? "page" : undefined}>
          {words}
        </Link>
      ))}
    </Line>
  );
}

const Line = styled("nav")({
  display: "flex",
  gap: 20,
  overflowX: "auto",
  scrollbarWidth: "none",
  marginBlockEnd: 16,
  borderBlockEnd: `1px solid ${colour("line")}`,
  fontSize: sizes.compact,
  "& > a": {
    display: "inline-flex",
    alignItems: "center",
    minHeight: target,
    textDecoration: "none",
    whiteSpace: "nowrap",
    "&:focus-visible": { outlineOffset: -3 },
    color: colour("quiet"),
    "&[aria-current]": { color: colour("cobalt"), boxShadow: `inset 0 -2px ${colour("cobalt")}`, fontWeight: 600 },
  },
});
