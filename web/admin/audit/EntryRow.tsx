import { Plural, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import type { Model } from "../../api/contract";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";
import { Row } from "../../ui";
import { ID } from "../orders/lookup";
import { Change, calledIn, endOf, told } from "./Change";
import { deeds, subjects } from "./deeds";

type Entry = Model<"AuditEntry">;

/** The page of what an entry is about, by the name that its id has in addresses. */
const pages: Record<string, (id: string) => string> = {
  seller_id: paths.adminShop.to,
  order_id: paths.adminOrder.to,
  notification_id: paths.adminMessage.to,
  product_id: (id) => paths.product.to({ id }),
  category_id: (id) => paths.category.to({ id }),
};

/** One thing that an administrator did, and the rows it changed. */
export function EntryRow({ item: { at, actor, actor_email, operation, subject, changes } }: { item: Entry }) {
  const { i18n } = useLingui();
  const { moment } = useFormat();
  const deed = deeds[operation];
  const shown = changes.filter((change) => told(change).length > 0);
  // Isolated, as an address in Latin letters would turn the words around it in an Arabic sentence.
  const who = `\u2068${actor_email ?? actor}\u2069`;
  return (
    <Row title={deed ? i18n._({ ...deed, values: { who } }) : <bdi>{operation}</bdi>}>
      <About>
        <time dateTime={at}>{moment(at)}</time>
        {Object.entries(subject).map(([name, of]) => (
          <Subject key={name} name={name} of={String(of)} changes={changes} />
        ))}
        {shown.length > 0 && (
          <details>
            <summary>
              <Plural value={shown.length} one="# row changed" other="# rows changed" />
            </summary>
            {shown.map((change) => (
              <Change key={`${change.relation} ${keyOf(change)}`} of={change} />
            ))}
          </details>
        )}
      </About>
    </Row>
  );
}

interface SubjectProps {
  name: string;
  of: string;
  changes: Model<"RowChange">[];
}

/** A thing by the name that its row has, else by the end of its id. */
function Subject({ name, of, changes }: SubjectProps) {
  const { i18n } = useLingui();
  const words = subjects[name];
  const to = pages[name];
  const row = changes.find(({ before, after }) => (after ?? before)?.id === of);
  const called = (row && calledIn(row)) || (ID.test(of) ? endOf(of) : of);
  return (
    <span>
      {words ? i18n._(words) : name} <bdi>{to ? <Link to={to(of)}>{called}</Link> : called}</bdi>
    </span>
  );
}

const keyOf = ({ before, after }: Model<"RowChange">) => JSON.stringify([before, after]);

const About = styled("div")({
  display: "grid",
  gap: 2,
  color: colour("quiet"),
  fontSize: sizes.dense,
  overflowWrap: "anywhere",
  "& summary": { paddingBlock: 4, cursor: "pointer", color: colour("ink") },
});
