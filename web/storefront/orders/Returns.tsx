import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { read } from "../../api/queries";
import { useFormat } from "../../format/format";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";
import { Status } from "../../ui";
import type { Order } from "./queries";
import { type Return, returnStandings } from "./returns";

/** What is sent back of an order, and what its shops say; nothing when nothing is. */
export function Returns({ order: { id, sellers } }: { order: Order }) {
  const wasSent = sellers.some(({ shipped_at }) => shipped_at);
  const { data } = useQuery({ ...read("list_returns", { order_id: id }), enabled: wasSent });
  if (!data?.items.length) return null;
  return (
    <section>
      <h2>
        <Trans>What you send back</Trans>
      </h2>
      <List>
        {data.items.map((one) => (
          <li key={one.id}>
            <ReturnLine
              of={one}
              shop={sellers.find(({ id: part }) => part === one.seller_order_id)?.seller_name ?? ""}
            />
          </li>
        ))}
      </List>
    </section>
  );
}

function ReturnLine({
  of: { status, lines, answer, without_return, requested_at },
  shop,
}: {
  of: Return;
  shop: string;
}) {
  const { i18n } = useLingui();
  const { count, day } = useFormat();
  const { name, tone } = returnStandings[status];
  const asked = day(requested_at);
  return (
    <>
      <div className="head">
        <bdi>{shop}</bdi>
        <Status tone={tone}>{i18n._(name)}</Status>
      </div>
      {lines.map(({ line_id, title, quantity }) => (
        <div key={line_id}>
          {count(quantity)} × <bdi>{title}</bdi>
        </div>
      ))}
      {status === "accepted" && !without_return && (
        <p>
          <Trans>Send it back now. Your money goes back when it has arrived.</Trans>
        </p>
      )}
      {without_return && (
        <p>
          <Trans>You may keep it.</Trans>
        </p>
      )}
      {answer && <blockquote dir="auto">{answer}</blockquote>}
      <small>
        <Trans>Asked on {asked}</Trans>
      </small>
    </>
  );
}

const List = styled("ul")({
  display: "grid",
  gap: 16,
  "& > li": { overflowWrap: "anywhere" },
  "& .head": { display: "flex", flexWrap: "wrap", justifyContent: "space-between", gap: 8, fontWeight: 600 },
  "& blockquote": {
    margin: "8px 0",
    paddingInlineStart: 12,
    borderInlineStart: `3px solid ${colour("cobalt")}`,
    whiteSpace: "pre-line",
  },
  "& small": { color: colour("quiet"), fontSize: sizes.label },
});
