import { Plural, useLingui } from "@lingui/react/macro";
import { styled } from "@mui/material/styles";
import { Link } from "react-router";
import type { Model } from "../../api/contract";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { colour, type as sizes } from "../../theme/tokens";
import { Row } from "../../ui";

type Entry = Model<"AuditEntry">;

/** The page of what an entry is about, by the name that its id has in addresses. */
const pages: Record<string, (id: string) => string> = {
  seller_id: paths.adminShop.to,
  order_id: paths.adminOrder.to,
  notification_id: paths.adminMessage.to,
};

/** One thing that an administrator did, and the rows it changed. */
export function EntryRow({ item: { at, actor, actor_email, operation, subject, changes } }: { item: Entry }) {
  const { moment } = useFormat();
  return (
    <Row title={<bdi>{operation}</bdi>}>
      <About>
        <span>
          <bdi>{actor_email ?? actor}</bdi> · <time dateTime={at}>{moment(at)}</time>
        </span>
        {Object.entries(subject).map(([name, of]) => (
          <Subject key={name} name={name} of={String(of)} />
        ))}
        {changes.length > 0 && (
          <details>
            <summary>
              <Plural value={changes.length} one="# row changed" other="# rows changed" />
            </summary>
            {changes.map((change) => (
              <Change key={`${change.relation} ${keyOf(change)}`} of={change} />
            ))}
          </details>
        )}
      </About>
    </Row>
  );
}

function Subject({ name, of }: { name: string; of: string }) {
  const to = pages[name];
  return (
    <bdi>
      {name} {to ? <Link to={to(of)}>{of}</Link> : of}
    </bdi>
  );
}

const keyOf = ({ before, after }: Model<"RowChange">) => JSON.stringify([before, after]);

/** A row before and after, field by field. */
function Change({ of: { relation, before, after } }: { of: Model<"RowChange"> }) {
  const { t } = useLingui();
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
  const show = (row: Record<string, unknown> | null, field: string) =>
    row && field in row ? JSON.stringify(row[field]) : "–";
  return (
    <Fields>
      <caption>
        <bdi>{relation}</bdi>
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
            <th scope="row">{field}</th>
            <td>{show(before, field)}</td>
            <td>{show(after, field)}</td>
          </tr>
        ))}
      </tbody>
    </Fields>
  );
}

const About = styled("div")({
  display: "grid",
  gap: 2,
  color: colour("quiet"),
  fontSize: sizes.dense,
  overflowWrap: "anywhere",
  "& summary": { paddingBlock: 4, cursor: "pointer", color: colour("ink") },
});

const Fields = styled("table")({
  width: "100%",
  marginBlock: 8,
  borderCollapse: "collapse",
  tableLayout: "fixed",
  "& caption": { textAlign: "start", fontWeight: 600, color: colour("ink") },
  "& th, & td": {
    padding: "4px 12px 4px 0",
    textAlign: "start",
    verticalAlign: "top",
    fontWeight: 400,
    borderBlockEnd: `1px solid ${colour("line")}`,
  },
});
