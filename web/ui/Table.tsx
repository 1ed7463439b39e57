import type { ReactNode } from "react";
import { styled } from "../theme/styled";
import { colour, radius, type as sizes } from "../theme/tokens";

export interface Column<T> {
  name: string;
  head: string;
  cell: (item: T) => ReactNode;
  /** The title names its row; figures stand below each other; actions need no head. */
  kind?: "title" | "figure" | "action";
}

interface Props<T> {
  label: string;
  columns: Column<T>[];
  items: T[];
  keyOf: (item: T) => string;
  /** Whether newer rows are on their way. */
  busy?: boolean;
}

/** A table; where there is no room for its columns, each row is a card that names them. */
export function Table<T>({ label, columns, items, keyOf, busy = false }: Props<T>) {
  // Rows that are laid out as cards are a table no longer unless it is said.
  return (
    <Grid role="table" aria-label={label} aria-busy={busy} style={{ opacity: busy ? 0.6 : 1 }}>
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <thead role="rowgroup">
        {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
        <tr role="row">
          {columns.map(({ name, head, kind }) => (
            // biome-ignore lint/a11y/noRedundantRoles: see above
            <th key={name} role="columnheader" scope="col" className={kind}>
              {kind === "action" ? <span className="for-ears">{head}</span> : head}
            </th>
          ))}
        </tr>
      </thead>
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <tbody role="rowgroup">
        {items.map((item) => (
          // biome-ignore lint/a11y/noRedundantRoles: see above
          <tr key={keyOf(item)} role="row">
            {columns.map(({ name, head, kind, cell }) =>
              kind === "title" ? (
                // biome-ignore lint/a11y/noRedundantRoles: see above
                <th key={name} role="rowheader" scope="row" className="title">
                  {cell(item)}
                </th>
              ) : (
                // biome-ignore lint/a11y/noRedundantRoles: see above
                <td key={name} role="cell" className={kind} data-head={head}>
                  {cell(item)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </Grid>
  );
}

const line = `1px solid ${colour("line")}`;

const Grid = styled("table")({
  width: "100%",
  borderCollapse: "collapse",
  fontSize: sizes.dense,
  "& th, & td": {
    padding: "6px 12px",
    textAlign: "start",
    fontWeight: 400,
    overflowWrap: "anywhere",
  },
  "& tr": { height: 44, borderBlockEnd: line },
  "& thead th": { color: colour("quiet"), fontSize: sizes.label, whiteSpace: "nowrap" },
  "& .title": { paddingInlineStart: 0 },
  "& tbody .title": { fontWeight: 600 },
  "& .figure": { textAlign: "end", fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" },
  "& td.action": { textAlign: "end", paddingInlineEnd: 0, whiteSpace: "nowrap" },
  // Beside each other, actions without a frame would share a part of their targets.
  "& td.action > * + *": { marginInlineStart: 14 },
  "@media (pointer: fine)": { "& tr": { height: 36 } },
  "@media (max-width: 600px)": {
    display: "block",
    "& thead": { position: "absolute", clipPath: "inset(50%)", width: 1, height: 1, overflow: "hidden" },
    "& tbody": { display: "grid", gap: 12 },
    "& tbody tr": { display: "grid", height: "auto", gap: 8, padding: 16, border: line, borderRadius: radius.control },
    "& tbody :is(th, td)": {
      display: "flex",
      justifyContent: "space-between",
      alignItems: "center",
      gap: 16,
      padding: 0,
    },
    "& tbody td > *": { textAlign: "end" },
    "& tbody td::before": { content: "attr(data-head)", color: colour("quiet"), flex: "none" },
    "& td.action::before": { display: "none" },
    "& td.figure": { textAlign: "end" },
  },
});
