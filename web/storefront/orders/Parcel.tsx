import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link } from "react-router";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";
import { Button, Chosen, Picture, Price, Row, Status } from "../../ui";
import { wayName } from "../checkout/words";
import type { SellerOrder } from "./queries";
import { ReturnDrawer } from "./ReturnDrawer";
import { isReturnable } from "./returns";
import { partNames } from "./words";

/** What one shop sends of an order, and where it is. */
export function Parcel({ part, order_id }: { part: SellerOrder; order_id: string }) {
  const { t, i18n } = useLingui();
  const [returning, setReturning] = useState(false);
  const { seller_name } = part;
  const { name, tone } = partNames[part.status];
  return (
    <Part aria-labelledby={part.id}>
      <div className="head">
        <h2 id={part.id}>
          <Link to={paths.shop.to({ id: part.seller_id })} dir="auto">
            {part.seller_name}
          </Link>
        </h2>
        <Status tone={tone}>{i18n._(name)}</Status>
      </div>
      <Way part={part} />
      <ul>
        {part.lines.map((line) => (
          <li key={line.id}>
            <Line line={line} />
          </li>
        ))}
      </ul>
      {isReturnable(part) && (
        <Button
          variant="outlined"
          onClick={() => setReturning(true)}
          aria-label={t`Send something back to ${seller_name}`}
        >
          <Trans>Send something back</Trans>
        </Button>
      )}
      {returning && <ReturnDrawer order_id={order_id} part={part} onClose={() => setReturning(false)} />}
    </Part>
  );
}

function Way({ part }: { part: SellerOrder }) {
  const { i18n } = useLingui();
  const { day } = useFormat();
  const { carrier, tracking_number, tracking_url, shipped_at, delivered_at } = part;
  const option = wayName(i18n, part);
  if (!shipped_at)
    return (
      <p>
        <Trans>Delivery: {option}</Trans>
      </p>
    );
  const sent = day(shipped_at);
  const arrived = delivered_at && day(delivered_at);
  return (
    <>
      <p>
        {arrived ? (
          <Trans>
            Arrived on {arrived}, sent on {sent}
          </Trans>
        ) : (
          <Trans>Sent on {sent}</Trans>
        )}
      </p>
      <p>
        <bdi>{carrier}</bdi> · <bdi className="number">{tracking_number}</bdi>
        {tracking_url && (
          <>
            {" · "}
            <a href={tracking_url} rel="noreferrer">
              <Trans>Follow the parcel</Trans>
            </a>
          </>
        )}
      </p>
    </>
  );
}

function Line({ line }: { line: SellerOrder["lines"][number] }) {
  const { count } = useFormat();
  const quantity = count(line.quantity);
  return (
    <Row
      picture={<Picture src={line.image_url} alt="" />}
      title={
        <Link to={paths.product.to({ id: line.product_id })} dir="auto">
          {line.title}
        </Link>
      }
      aside={<Price of={line.total} />}
    >
      <Chosen of={line.options} />
      {line.quantity > 1 && (
        <Quiet>
          {quantity} × <Price of={line.unit_price} />
        </Quiet>
      )}
      {line.refunded.amount > 0 && (
        <Quiet>
          <Trans>
            Sent back to you: <Price of={line.refunded} />
          </Trans>
        </Quiet>
      )}
    </Row>
  );
}

const Quiet = styled("div")({ color: colour("quiet"), fontSize: sizes.label });

const Part = styled("section")({
  "& + &": { marginBlockStart: 24, paddingBlockStart: 24, borderBlockStart: `1px solid ${colour("line")}` },
  "& > .head": { display: "flex", flexWrap: "wrap", alignItems: "baseline", justifyContent: "space-between", gap: 8 },
  "& .head a": { textDecoration: "none", "&:hover": { textDecoration: "underline" } },
  "& > p": { color: colour("quiet"), fontSize: sizes.compact, overflowWrap: "anywhere" },
  "& .number": { color: colour("ink"), fontVariantNumeric: "tabular-nums", userSelect: "all" },
});
