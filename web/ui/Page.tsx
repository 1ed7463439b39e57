import type { ReactNode } from "react";
import { styled } from "../theme/styled";
import { gutter, type as sizes } from "../theme/tokens";
import { type PageHead, useHead } from "./head";

interface Props extends PageHead {
  /** What stands for the heading: the title unless another is given; null when the content brings its own. */
  heading?: ReactNode;
  /** Beside the heading. */
  aside?: ReactNode;
  /** A page of text and forms is as wide as text is read well. */
  narrow?: boolean;
  children: ReactNode;
}

/** A page: its name in the browser, its one heading, its content. */
export function Page({ heading, aside, narrow = false, children, ...head }: Props) {
  useHead(head);
  return (
    <Main id="main" tabIndex={-1} style={narrow ? { maxWidth: 760 } : undefined}>
      {heading !== null && (
        <Top>
          <h1>{heading ?? head.title}</h1>
          {aside}
        </Top>
      )}
      {children}
    </Main>
  );
}

const Main = styled("main")({
  paddingInline: gutter,
  paddingBlock: "24px 72px",
  width: "100%",
  maxWidth: 1680,
  marginInline: "auto",
  "&:focus": { outline: "none" },
});

const Top = styled("div")({
  display: "flex",
  flexWrap: "wrap",
  alignItems: "baseline",
  justifyContent: "space-between",
  gap: "8px 24px",
  marginBlockEnd: 24,
  "& > h1": { fontSize: sizes.title, maxWidth: "24ch", flexShrink: 1, overflowWrap: "anywhere" },
  // A number goes whole to the next line.
  "& > h1 > bdi": { display: "inline-block" },
});
