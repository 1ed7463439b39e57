import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useLocation, useParams } from "react-router";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { AddressText } from "../../queries/AddressText";
import { useVisitor } from "../../queries/me";
import { styled } from "../../theme/styled";
import { type as sizes } from "../../theme/tokens";
import { ButtonLink, Confirmations, Empty, Page, QueryStates, RowGhosts, Status } from "../../ui";
import { Members } from "../account/Members";
import { PayAgain } from "../checkout/PayAgain";
import { CancelOrder } from "./CancelOrder";
import { Invoices } from "./Invoices";
import { OrderTotals } from "./OrderTotals";
import { Parcel } from "./Parcel";
import { type Order, order as orderOf } from "./queries";
import { Returns } from "./Returns";
import { Timeline } from "./Timeline";
import { standingOf } from "./words";

/** One order: how it stands, what is in it, what happened to it. A guest sees theirs in the browser that placed it. */
export function OrderPage() {
  const { t, i18n } = useLingui();
  const { id = "" } = useParams();
  const { role } = useVisitor();
  const query = useQuery({ ...orderOf(id), enabled: role !== null });
  const { data, error } = query;
  const number = data?.number;
  const standing = data && standingOf(data);
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
      aside={standing && <Status tone={standing.tone}>{i18n._(standing.name)}</Status>}
      unlisted
    >
      <Members guests>
        {!data && error?.status === 404 ? (
          <Unseen />
        ) : (
          <QueryStates query={query} ghost={<RowGhosts height={96} />}>
            {(order) => <Loaded order={order} />}
          </QueryStates>
        )}
        <Confirmations />
      </Members>
    </Page>
  );
}

function Loaded({ order }: { order: Order }) {
  const { i18n } = useLingui();
  const { moment } = useFormat();
  const { says } = standingOf(order);
  const placed = moment(order.placed_at);
  return (
    <>
      {order.payable_until ? <PayAgain order={order} /> : <Lead role="status">{i18n._(says)}</Lead>}
      <Columns>
        <div>
          {order.sellers.map((part) => (
            <Parcel key={part.id} part={part} order_id={order.id} />
          ))}
        </div>
        <div className="side">
          <OrderTotals order={order} />
          <Returns order={order} />
          <Invoices order={order} />
          <section>
            <h2>
              <Trans>Delivery address</Trans>
            </h2>
            <AddressText address={order.shipping_address} />
            {order.email && (
              <p>
                <Trans>
                  We write to <bdi>{order.email}</bdi>.
                </Trans>
              </p>
            )}
          </section>
          {order.note && (
            <section>
              <h2>
                <Trans>Your note</Trans>
              </h2>
              <p className="note">
                <bdi>{order.note}</bdi>
              </p>
            </section>
          )}
          <Timeline order={order} />
          <p>
            <Trans>Ordered on {placed}</Trans>
          </p>
          <CancelOrder order={order} />
        </div>
      </Columns>
    </>
  );
}

function Unseen() {
  const { signedIn } = useVisitor();
  const { pathname } = useLocation();
  return (
    <Empty
      action={
        <ButtonLink to={signedIn ? paths.orders.to() : paths.signIn.to(pathname)} variant="outlined">
          {signedIn ? <Trans>See all your orders</Trans> : <Trans>Sign in</Trans>}
        </ButtonLink>
      }
    >
      {signedIn ? (
        <Trans>Your account has no such order.</Trans>
      ) : (
        <Trans>This browser has no such order. If an account placed it, sign in.</Trans>
      )}
    </Empty>
  );
}

const Lead = styled("p")({ fontSize: sizes.large, maxWidth: "56ch", marginBlockEnd: 24 });

const Columns = styled("div")({
  display: "grid",
  gridTemplateColumns: "minmax(0, 1.6fr) minmax(0, 1fr)",
  gap: "32px clamp(32px, 6vw, 96px)",
  alignItems: "start",
  "& h2": { fontSize: sizes.large, marginBlockEnd: 8 },
  "& .side": { display: "grid", gap: 32 },
  "& .note": { whiteSpace: "pre-line", overflowWrap: "anywhere" },
  "@media (max-width: 900px)": { gridTemplateColumns: "minmax(0, 1fr)" },
});
