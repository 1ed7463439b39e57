import { useLingui } from "@lingui/react/macro";
import type { Model } from "../../api/contract";
import { useFormat } from "../../format/format";
import { styled } from "../../theme/styled";
import { colour } from "../../theme/tokens";
import { ID } from "../orders/lookup";

/** A moment as PostgreSQL writes it in JSON. */
const moments = /^\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d$/;

/** What is made of other rows, and what counts or finds them: nothing that somebody decided. */
const derived = {
  relations: new Set(["beginnings", "cards", "listings", "title_words"].map((name) => `catalog.${name}`)),
  fields: new Set(["id", "version", "sequence", "slug", "path", "trail", "names", "lineage", "search", "updated_at"]),
};

/** The fields of a row that say something to people and are not what they were. */
export const told = ({ relation, before, after }: Model<"RowChange">): string[] =>
  derived.relations.has(relation)
    ? []
    : [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
        .filter((field) => !derived.fields.has(field) && !isSame(before?.[field], after?.[field]))
        .sort();

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** A row before and after, field by field; tables and columns have English names alone. */
export function Change({ of }: { of: Model<"RowChange"> }) {
  const { relation, before, after } = of;
  const { t } = useLingui();
  const { moment, count } = useFormat();
  const written = (value: unknown) => {
    if (value === null || value === undefined || value === "") return "–";
    if (typeof value === "boolean") return value ? t`Yes` : t`No`;
    if (typeof value === "number") return count(value);
    if (typeof value !== "string") return JSON.stringify(value);
    if (ID.test(value)) return endOf(value);
    return moments.test(value) && !Number.isNaN(Date.parse(value)) ? moment(value) : value;
  };
  return (
    <Fields>
      <caption>
        <bdi lang="en">{plain(relation.split(".").at(-1) ?? relation)}</bdi> <bdi>{calledIn(of)}</bdi>
      </caption>
      <thead>
        <tr>
          <th scope="col">{t`Field`}</th>
          <th scope="col">{t`Before`}</th>
          <th scope="col">{t`After`}</th>
        </tr>
      </thead>
      <tbody>
        {told(of).map((field) => (
          <tr key={field}>
            <th scope="row" lang="en">
              <bdi>{plain(field)}</bdi>
            </th>
            <td>
              <bdi>{written(before?.[field])}</bdi>
            </td>
            <td>
              <bdi>{written(after?.[field])}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </Fields>
  );
}

/** What a row is called, of those that have a name. */
export const calledIn = ({ before, after }: Model<"RowChange">): string | undefined => {
  const row = { ...before, ...after };
  return (row.name ?? row.title) as string | undefined;
};

/** The end of an id, as those of one hour begin alike. */
export const endOf = (id: string) => `…${id.slice(-8)}`;

const plain = (name: string) => name.replaceAll("_", " ");

const Fields = styled("table")({
  width: "100%",
  marginBlock: 8,
  borderCollapse: "collapse",
  tableLayout: "fixed",
  "& caption": { textAlign: "start", fontWeight: 600, color: colour("ink") },
  "& caption::first-letter, & tbody th::first-letter": { textTransform: "uppercase" },
  "& th, & td": {
    paddingBlock: 4,
    paddingInlineEnd: 12,
    textAlign: "start",
    verticalAlign: "top",
    fontWeight: 400,
    borderBlockEnd: `1px solid ${colour("line")}`,
  },
});
