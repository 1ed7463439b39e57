import { useEffect, useRef } from "react";
import { NavLink, useLocation } from "react-router";
import { useFormat } from "../format/format";
import { styled } from "../theme/styled";
import { colour, fonts, radius, type as sizes, target } from "../theme/tokens";
import { Icon, type IconName } from "./Icon";

/** A part of a console, and how much waits in it. */
export interface Section {
  to: string;
  label: string;
  icon: IconName;
  count?: number | undefined;
  /** Whether pages below it are another section's. */
  end?: boolean;
}

interface Props {
  label: string;
  sections: Section[];
}

/** The parts of a console beside its pages; above them, on one line that scrolls, where there is no room. */
export function Rail({ label, sections }: Props) {
  const { count } = useFormat();
  const { pathname } = useLocation();
  const line = useRef<HTMLElement>(null);
  // What waits is known later than what there is, and takes room.
  const width = sections.map((section) => section.count).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another current part
  useEffect(() => {
    const current = line.current?.querySelector("[aria-current]");
    current?.scrollIntoView?.({ inline: "center", block: "nearest" });
  }, [pathname, width]);
  return (
    <Line aria-label={label} ref={line}>
      {sections.map((section) => (
        <NavLink key={section.to} to={section.to} end={section.end ?? false}>
          <Icon name={section.icon} size={20} />
          <span>{section.label}</span>
          {section.count !== undefined && section.count > 0 && <b>{count(section.count)}</b>}
        </NavLink>
      ))}
    </Line>
  );
}

const Line = styled("nav")({
  display: "flex",
  flexDirection: "column",
  gap: 2,
  padding: "16px 12px",
  borderInlineEnd: `1px solid ${colour("line")}`,
  fontSize: sizes.dense,
  "& > a": {
    display: "flex",
    alignItems: "center",
    gap: 12,
    minHeight: 40,
    paddingInline: 12,
    borderRadius: radius.control,
    textDecoration: "none",
    whiteSpace: "nowrap",
    color: colour("quiet"),
    fontWeight: 500,
    "&:hover": { color: colour("ink") },
    "&.active": { color: colour("cobalt"), background: colour("cobalt-wash"), fontWeight: 600 },
    "& > b": { marginInlineStart: "auto", font: `600 ${sizes.small}/1 ${fonts.text}` },
  },
  "@media (max-width: 900px)": {
    flexDirection: "row",
    overflowX: "auto",
    scrollbarWidth: "none",
    padding: "4px 12px",
    borderInlineEnd: 0,
    borderBlockEnd: `1px solid ${colour("line")}`,
    "& > a": { minHeight: target, "&:focus-visible": { outlineOffset: -3 } },
  },
});
