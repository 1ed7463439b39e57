import type { ReactNode } from "react";
import { styled } from "../theme/styled";
import { type Colour, colour, type as sizes } from "../theme/tokens";

interface Props {
  tone?: Colour;
  children: ReactNode;
}

/** How something stands, in a word. */
export function Status({ tone = "quiet", children }: Props) {
  return <Word style={{ color: colour(tone) }}>{children}</Word>;
}

const Word = styled("span")({
  display: "inline-flex",
  alignItems: "center",
  gap: 6,
  fontSize: sizes.label,
  fontWeight: 600,
  whiteSpace: "nowrap",
  "&::before": { content: '""', width: 8, height: 8, borderRadius: 4, background: "currentColor" },
});
