import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { read } from "../../api/queries";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour } from "../../theme/tokens";
import { Definitions, Ghost, Page, Picture, QueryStates, Row, Rows, Status } from "../../ui";
import { AnswerForm } from "./AnswerForm";
import { type Return, reasons, standings } from "./words";

/** One return: what a customer sends back and why, and the shop's answer. */
export function ReturnPage() {
  const { t, i18n } = useLingui();
  const { id = "" } = useParams();
  const query = useQuery(read("get_seller_return", { return_id: id }));
  const { data } = query;
  const standing = data && standings[data.status];
  const number = data?.number;
  return (
    <Page
      title={number ? t`Return of order ${number}` : t`Return`}
      heading={
        number && (
          <Trans>
            Return of order <bdi>{number}</bdi>
          </Trans>
        )
      }
      unlisted
      aside={standing && <Status tone={standing.tone}>{i18n._(standing.words)}</Status>}
    >
      <QueryStates query={query} ghost={<Ghost style={{ height: 320 }} />}>
        {(returned) => <Loaded returned={returned} />}
      </QueryStates>
    </Page>
  );
}

function Loaded({ returned }: { returned: Return }) {
  const { t, i18n } = useLingui();
  const { moment } = useFormat();
  const { number, seller_order_id, reason, note, answer, without_return, restocked, status } = returned;
  const { requested_at, answered_at, received_at, refund_id } = returned;
  const isOpen = (status === "requested" || status === "accepted") && !refund_id;
  return (
    <Columns>
      <div>
        <Rows page={{ items: returned.lines.map((line) => ({ ...line, id: line.line_id })) }} row={LineRow} />
        <Definitions
          of={[
            {
              term: t`Order`,
              is: (
                <Link to={paths.sellerOrder.to(seller_order_id)}>
                  <bdi>{number}</bdi>
                </Link>
              ),
            },
            { term: t`Why`, is: i18n._(reasons[reason]) },
            { term: t`From the customer`, is: note && <span dir="auto">{note}</span> },
            { term: t`Asked for`, is: moment(requested_at) },
            { term: t`Answered`, is: answered_at && moment(answered_at) },
            { term: t`Your answer`, is: answer && <span dir="auto">{answer}</span> },
            { term: t`The goods`, is: without_return && t`The customer keeps them` },
            { term: t`Received`, is: received_at && moment(received_at) },
            { term: t`On the shelf`, is: restocked && t`They are back on the shelf` },
          ]}
        />
      </div>
      <section>
        {isOpen ? (
          <AnswerForm key={status} returned={returned} />
        ) : (
          <p>
            <Trans>There is nothing more to do about it. The order says what was refunded.</Trans>
          </p>
        )}
      </section>
    </Columns>
  );
}

function LineRow({ item: { title, options, sku, image_url, quantity } }: { item: Return["lines"][number] }) {
  const { count } = useFormat();
  return (
    <Row
      title={<bdi>{title}</bdi>}
      picture={<Picture src={image_url} alt="" ratio="1" />}
      aside={<span>{count(quantity)} ×</span>}
    >
      <bdi className="quiet">{[...Object.values(options), sku].join(" · ")}</bdi>
    </Row>
  );
}

const Columns = styled("div")({
  display: "grid",
  gridTemplateColumns: "minmax(0, 1.3fr) minmax(0, 1fr)",
  gap: "32px 48px",
  alignItems: "start",
  "& .quiet": { color: colour("quiet") },
  "@media (max-width: 900px)": { gridTemplateColumns: "minmax(0, 1fr)" },
});
