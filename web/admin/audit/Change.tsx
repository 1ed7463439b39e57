import { useLingui } from "@lingui/react/macro";
import type { Model } from "../../api/contract";
import { useFormat } from "../../format/format";
import { styled } from "../../theme/styled";
import { colour } from "../../theme/tokens";

/** A moment as PostgreSQL writes it in JSON. */
const moments = /^\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d$/;

/** A row before and after, field by field; tables and columns have English names alone. */
export function Change({ of: { relation, before, after } }: { of: Model<"RowChange"> }) {
  const { t } = useLingui();
  const { moment, count } = useFormat();
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
  const written = (value: unknown) => {
    if (value === null || value === undefined || value === "") return "–";
    if (typeof value === "boolean") return value ? t`Yes` : t`No`;
    if (typeof value === "number") return count(value);
    if (typeof value !== "string") return JSON.stringify(value);
    return moments.test(value) && !Number.isNaN(Date.parse(value)) ? moment(value) : value;
  };
  return (
    <Fields>
      <caption>
        <bdi lang="en">{plain(relation.split(".").at(-1) ?? relation)}</bdi>
      </caption>
      <thead>
        <tr>
          <th scope="col">{t`Field`}</th>
          <th scope="col">{t`Before`}</th>
          <th scope="col">{t`After`}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
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
