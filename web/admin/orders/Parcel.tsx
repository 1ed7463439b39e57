import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link } from "react-router";
import type { Model } from "../../api/contract";
import { RefundDrawer } from "../../consoles/refunds/RefundDrawer";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { Button, Picture, Price, Row, Rows } from "../../ui";
import { OrderStanding } from "./Standing";

type Part = Model<"SoldView">;

/** What one shop sends of an order, and how far that is. */
export function Parcel({ of, order_id }: { of: Part; order_id: string }) {
  const { t } = useLingui();
  const [refunding, setRefunding] = useState(false);
  const { seller_id, seller_name, status, lines, shipping_total, total, refunded } = of;
  const mayRefund = status !== "pending" && status !== "cancelled" && refunded.amount < total.amount;
  return (
    <section>
      <Head>
        <h2>
          <Link to={paths.adminShop.to(seller_id)}>
            <bdi>{seller_name}</bdi>
          </Link>
        </h2>
        <OrderStanding status={status} />
      </Head>
      <Rows page={{ items: lines }} row={LineRow} label={t`What ${seller_name} sends`} />
      <p className="quiet">
        <Trans>
          Delivery <Price of={shipping_total} /> · in all <Price of={total} />
        </Trans>
      </p>
      {refunded.amount > 0 && (
        <p className="quiet">
          <Trans>
            Of that <Price of={refunded} /> goes back
          </Trans>
        </p>
      )}
      <Journey of={of} />
      {mayRefund && (
        <Act>
          <Button variant="outlined" onClick={() => setRefunding(true)} aria-label={t`Refund what ${seller_name} sold`}>
            <Trans>Refund</Trans>
          </Button>
        </Act>
      )}
      {refunding && (
        <RefundDrawer
          order_id={order_id}
          part={of}
          refreshes={["inspect_order", "inspect_order_ledger"]}
          onClose={() => setRefunding(false)}
        />
      )}
    </section>
  );
}

function Journey({ of: { carrier, tracking_number, shipped_at, delivered_at } }: { of: Part }) {
  const { moment } = useFormat();
  if (!shipped_at) return null;
  return (
    <p className="quiet">
      <Trans>
        Sent on {moment(shipped_at)} with <bdi>{carrier}</bdi>, number <bdi>{tracking_number}</bdi>
      </Trans>
      {delivered_at && (
        <>
          {" · "}
          <Trans>Delivered on {moment(delivered_at)}</Trans>
        </>
      )}
    </p>
  );
}

function LineRow({ item }: { item: Part["lines"][number] }) {
  const { count } = useFormat();
  const { title, image_url, total, options, sku, quantity, unit_price } = item;
  return (
    <Row title={title} picture={<Picture src={image_url} alt="" ratio="1" />} aside={<Price of={total} />}>
      <span className="quiet">
        <bdi>{[...Object.values(options), sku].join(" · ")}</bdi> · {count(quantity)} × <Price of={unit_price} />
      </span>
    </Row>
  );
}

const Head = styled("div")({
  display: "flex",
  flexWrap: "wrap",
  alignItems: "baseline",
  justifyContent: "space-between",
  gap: "0 16px",
});
const Act = styled("div")({ marginBlockStart: 12 });
