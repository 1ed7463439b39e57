import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { read } from "../../api/queries";
import { Refunds } from "../../consoles/refunds/Refunds";
import { useFormat } from "../../format/format";
import { AddressText } from "../../queries/AddressText";
import { styled } from "../../theme/styled";
import { colour } from "../../theme/tokens";
import { Ghost, Page, Picture, Price, QueryStates, Row, Rows } from "../../ui";
import type { SellerOrder } from "../queries";
import { GivingBack } from "./GivingBack";
import { OrderInvoices } from "./OrderInvoices";
import { OrderMoney } from "./OrderMoney";
import { OrderStatus } from "./OrderStatus";
import { ShippingSteps } from "./ShippingSteps";

/** One order of the shop: what to send where, and what was earned. */
export function OrderPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { moment } = useFormat();
  const order = useQuery(read("get_seller_order", { seller_order_id: id }));
  const number = order.data?.number;
  return (
    <Page
      title={number ? t`Order ${number}` : t`Order`}
      heading={
        number && (
          <Trans>
            Order <bdi>{number}</bdi>
          </Trans>
        )
      }
      unlisted
      aside={order.data && <OrderStatus status={order.data.status} />}
    >
      <QueryStates query={order} ghost={<Ghost style={{ height: 320 }} />}>
        {(data) => (
          <Columns>
            <div>
              <p className="quiet">
                <Trans>Placed {moment(data.placed_at)}</Trans>
              </p>
              <Rows page={{ items: data.lines }} row={LineRow} label={t`What was ordered`} />
              {data.note && (
                <blockquote>
                  <b>
                    <Trans>From the customer</Trans>
                  </b>
                  <p dir="auto">{data.note}</p>
                </blockquote>
              )}
              <Shelves order={data} />
              <Refunds order_id={data.order_id} />
              <GivingBack order={data} />
            </div>
            <div>
              <ShippingSteps order={data} />
              <Address to={data.shipping_address} />
              <OrderMoney order={data} />
              <OrderInvoices order={data} />
            </div>
          </Columns>
        )}
      </QueryStates>
    </Page>
  );
}

function LineRow({ item }: { item: SellerOrder["lines"][number] }) {
  const { count } = useFormat();
  return (
    <Row
      title={<bdi>{item.title}</bdi>}
      picture={<Picture src={item.image_url} alt="" ratio="1" />}
      aside={<Price of={item.total} />}
    >
      <span className="quiet">
        <bdi>{[...Object.values(item.options), item.sku].join(" · ")}</bdi> · {count(item.quantity)} ×{" "}
        <Price of={item.unit_price} />
      </span>
      <GoneBack line={item} />
    </Row>
  );
}

function GoneBack({
  line: { refunded, refunded_quantity, returning_quantity },
}: {
  line: SellerOrder["lines"][number];
}) {
  const { count } = useFormat();
  const [units, returning] = [count(refunded_quantity), count(returning_quantity)];
  return (
    <>
      {refunded.amount > 0 && (
        <div className="quiet">
          <Trans>
            Refunded: <Price of={refunded} />, {units} whole
          </Trans>
        </div>
      )}
      {returning_quantity > 0 && (
        <div className="quiet">
          <Trans>On its way back: {returning}</Trans>
        </div>
      )}
    </>
  );
}

function Shelves({ order: { picks, lines } }: { order: SellerOrder }) {
  const { count } = useFormat();
  if (picks.length === 0) return null;
  return (
    <section>
      <h2>
        <Trans>Where it stands</Trans>
      </h2>
      <ul>
        {picks.map((pick) => (
          <li key={`${pick.variant_id} ${pick.warehouse_id}`}>
            {count(pick.quantity)} × <bdi>{lines.find(({ variant_id }) => variant_id === pick.variant_id)?.title}</bdi>{" "}
            · <bdi>{pick.warehouse}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Address({ to }: { to: SellerOrder["shipping_address"] }) {
  return (
    <section>
      <h2>
        <Trans>Delivery address</Trans>
      </h2>
      <AddressText address={to} />
      {to.phone && (
        <a href={`tel:${to.phone}`}>
          <bdi>{to.phone}</bdi>
        </a>
      )}
    </section>
  );
}

const Columns = styled("div")({
  display: "grid",
  gridTemplateColumns: "minmax(0, 1.5fr) minmax(0, 1fr)",
  gap: "32px 48px",
  alignItems: "start",
  "& .quiet": { color: colour("quiet") },
  "& section": { marginBlockStart: 24 },
  "& section:first-of-type": { marginBlockStart: 0 },
  "& h2": { marginBlockEnd: 8 },
  "& p + button": { marginBlockStart: 12 },
  "& blockquote": { margin: "16px 0", paddingInlineStart: 16, borderInlineStart: `3px solid ${colour("cobalt")}` },
  "@media (max-width: 900px)": { gridTemplateColumns: "minmax(0, 1fr)" },
});
