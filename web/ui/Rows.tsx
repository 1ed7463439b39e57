import type { ComponentType, ReactNode } from "react";
import { styled } from "../theme/styled";
import { colour, type as sizes, target } from "../theme/tokens";

interface RowsProps<T> {
  page: { items: T[] };
  row: ComponentType<{ item: T }>;
  /** Whether newer rows are on their way. */
  busy?: boolean;
  label?: string;
}

/** A list of rows. */
export function Rows<T extends { id: string }>({ page, row: Drawn, busy = false, label }: RowsProps<T>) {
  return (
    <List aria-label={label} aria-busy={busy} style={{ opacity: busy ? 0.6 : 1 }}>
      {page.items.map((item) => (
        <li key={item.id}>
          <Drawn item={item} />
        </li>
      ))}
    </List>
  );
}

interface RowProps {
  title: ReactNode;
  /** What belongs at the end of the line, such as a price. */
  aside?: ReactNode;
  picture?: ReactNode;
  children?: ReactNode;
}

/** One row: a picture, a title, what is to be said below it, and something at the end. */
export function Row({ title, aside, picture, children }: RowProps) {
  return (
    <Line>
      {picture && <div className="picture">{picture}</div>}
      <div className="text">
        <div className="title">{title}</div>
        {children}
      </div>
      {aside && <div className="aside">{aside}</div>}
    </Line>
  );
}

const List = styled("ul")({ "& > li + li": { borderBlockStart: `1px solid ${colour("line")}` } });

const Line = styled("div")({
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  gap: "4px 16px",
  minHeight: target,
  paddingBlock: 12,
  "& > .picture": { width: 56, flex: "none" },
  "& > .text": { flex: "1 1 12em", minWidth: 0, overflowWrap: "anywhere" },
  "& .title": { fontWeight: 600 },
  "& > .aside": { marginInlineStart: "auto", fontSize: sizes.text },
});
