import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import type { Model } from "../../api/contract";
import { read } from "../../api/queries";
import { Refunds } from "../../consoles/refunds/Refunds";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { AddressText } from "../../queries/AddressText";
import { styled } from "../../theme/styled";
import { colour } from "../../theme/tokens";
import { Definitions, Ghost, Page, Price, QueryStates, RowGhosts } from "../../ui";
import { PaymentTable } from "../payments/PaymentTable";
import { Disputed } from "./Disputed";
import { Invoices } from "./Invoices";
import { Ledger } from "./Ledger";
import { Parcel } from "./Parcel";
import { OrderStanding } from "./Standing";
import { Timeline } from "./Timeline";

type Order = Model<"AnyOrderView">;

/** One order of anybody: what was bought where, who pays for it and how, and all that happened to it. */
export function OrderPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const order = useQuery(read("inspect_order", { order_id: id }));
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
      aside={order.data && <OrderStanding status={order.data.status} />}
    >
      <QueryStates query={order} ghost={<Ghost style={{ height: 320 }} />}>
        {(data) => (
          <>
            <Columns>
              <div>
                {data.sellers.map((one) => (
                  <Parcel key={one.id} of={one} order_id={data.id} />
                ))}
              </div>
              <div>
                <Customer order={data} />
                <Sums order={data} />
                <Timeline order={data} />
              </div>
            </Columns>
            <Payments order={data} />
            <Refunds order_id={data.id} ofShops />
            <Disputed order={data} />
            <Invoices order={data} />
            <Ledger order={data} />
          </>
        )}
      </QueryStates>
    </Page>
  );
}

function Payments({ order: { id } }: { order: Order }) {
  const { t } = useLingui();
  const payments = useQuery(read("find_transactions", { order_id: id, limit: 100 }));
  return (
    <Below>
      <h2>
        <Trans>Payments</Trans>
      </h2>
      <QueryStates
        query={payments}
        ghost={<RowGhosts rows={2} height={36} />}
        empty={
          <p>
            <Trans>Nothing was charged yet.</Trans>
          </p>
        }
      >
        {({ items }) => <PaymentTable label={t`Payments`} payments={items} />}
      </QueryStates>
    </Below>
  );
}

function Customer({ order }: { order: Order }) {
  const { t } = useLingui();
  const { moment } = useFormat();
  const { customer_id, email, placed_at, shipping_address, note } = order;
  return (
    <section>
      <h2>
        <Trans>Customer</Trans>
      </h2>
      <Definitions
        of={[
          { term: t`E-mail`, is: email ? <a href={`mailto:${email}`}>{email}</a> : t`The account is gone` },
          { term: t`Placed`, is: moment(placed_at) },
          { term: t`Delivery address`, is: <AddressText address={shipping_address} /> },
          { term: t`Note`, is: note },
          {
            term: t`Look up`,
            is: (
              <>
                <Link to={paths.adminOrders.to({ customer: customer_id })}>
                  <Trans>All their orders</Trans>
                </Link>
                {" · "}
                <Link to={paths.adminMessages.to({ customer: customer_id })}>
                  <Trans>Messages to them</Trans>
                </Link>
              </>
            ),
          },
        ]}
      />
    </section>
  );
}

function Sums({
  order: { items_total, shipping_total, discount_total, total, tax_total, refunded },
}: {
  order: Order;
}) {
  const { t } = useLingui();
  return (
    <section>
      <h2>
        <Trans>Money</Trans>
      </h2>
      <Definitions
        of={[
          { term: t`Items`, is: <Price of={items_total} /> },
          { term: t`Delivery`, is: <Price of={shipping_total} /> },
          {
            term: t`Discount`,
            is: discount_total.amount > 0 && <Price of={{ ...discount_total, amount: -discount_total.amount }} />,
          },
          {
            term: t`Total`,
            is: (
              <b>
                <Price of={total} />
              </b>
            ),
          },
          { term: t`VAT included`, is: tax_total.amount > 0 && <Price of={tax_total} /> },
          { term: t`Refunded`, is: refunded.amount > 0 && <Price of={refunded} /> },
        ]}
      />
    </section>
  );
}

const Below = styled("section")({ "& > h2": { marginBlockEnd: 8 } });

const Columns = styled("div")({
  display: "grid",
  gridTemplateColumns: "minmax(0, 1.7fr) minmax(0, 1fr)",
  gap: "8px 48px",
  alignItems: "start",
  "& .quiet": { color: colour("quiet") },
  "& section": { marginBlockEnd: 32 },
  "& h2": { marginBlockEnd: 8 },
  "@media (max-width: 1100px)": { gridTemplateColumns: "minmax(0, 1fr)" },
});
