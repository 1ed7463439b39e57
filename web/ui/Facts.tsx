import type { ReactNode } from "react";
import { Link } from "react-router";
import { styled } from "../theme/styled";
import { colour, fonts, radius, type as sizes } from "../theme/tokens";

/** Figures that a page begins with, side by side. */
export function Facts({ label, children }: { label: string; children: ReactNode }) {
  return <Tiles aria-label={label}>{children}</Tiles>;
}

interface FactProps {
  label: ReactNode;
  /** The figure; a dash while it is not known. */
  value: ReactNode;
  /** What explains it. */
  note?: ReactNode;
  /** Where it comes from. */
  to?: string;
  /** Whether somebody should look at it. */
  urgent?: boolean;
}

/** One figure, and where it comes from. */
export function Fact({ label, value, note, to, urgent = false }: FactProps) {
  const content = (
    <>
      <span>{label}</span>
      <strong className={urgent ? "urgent" : undefined}>{value ?? "–"}</strong>
      {note && <small>{note}</small>}
    </>
  );
  return <li>{to ? <Link to={to}>{content}</Link> : <div>{content}</div>}</li>;
}

const Tiles = styled("ul")({
  display: "grid",
  gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 150px), 1fr))",
  gap: 12,
  marginBlockEnd: 32,
  "& > li > *": {
    display: "grid",
    alignContent: "start",
    gap: 4,
    height: "100%",
    padding: "14px 16px",
    border: `1px solid ${colour("line")}`,
    borderRadius: radius.control,
    textDecoration: "none",
  },
  "& a:hover": { borderColor: colour("cobalt") },
  "& span, & small": { color: colour("quiet"), fontSize: sizes.label },
  "& strong": { font: `620 28px/1.15 ${fonts.display}`, fontVariantNumeric: "tabular-nums", overflowWrap: "anywhere" },
  "& .urgent": { color: colour("ember") },
  // Two stand side by side there, and the last one alone has the whole line.
  "@media (max-width: 505px)": { "& > li:last-of-type:nth-of-type(odd)": { gridColumn: "1 / -1" } },
});
