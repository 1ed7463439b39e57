import type { ReactNode } from "react";
import { styled } from "../theme/styled";
import { colour } from "../theme/tokens";

interface Definition {
  term: string;
  /** What it is; the term is left out when nothing is known of it. */
  is: ReactNode;
}

/** What there is to know of one thing, by name. */
export function Definitions({ of: definitions }: { of: Definition[] }) {
  return (
    <List>
      {definitions.map(
        ({ term, is }) =>
          is && (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{is}</dd>
            </div>
          ),
      )}
    </List>
  );
}

const List = styled("dl")({
  marginBlock: "8px 32px",
  maxWidth: 760,
  "& > div": {
    display: "grid",
    gridTemplateColumns: "minmax(120px, 180px) minmax(0, 1fr)",
    gap: "0 16px",
    paddingBlock: 8,
    borderBlockEnd: `1px solid ${colour("line")}`,
  },
  "& dt": { color: colour("quiet") },
  "& dd": { whiteSpace: "pre-line", overflowWrap: "anywhere" },
});
