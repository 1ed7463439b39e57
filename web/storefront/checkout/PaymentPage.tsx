import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useLocation, useParams, useSearchParams } from "react-router";
import { paths } from "../../paths";
import { useVisitor } from "../../queries/me";
import { ButtonLink, Empty, Ghost, Page, QueryStates } from "../../ui";
import { Confirming, Stopped } from "./ComingBack";
import { Cancelled, Charging, Paid } from "./Outcomes";
import { PayForm } from "./PayForm";
import { isBeingCharged, type Order, order } from "./queries";
import { SecondStep } from "./SecondStep";

/** What becomes of the payment of an order, and what is left to do about it. */
export function PaymentPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { pathname, search } = useLocation();
  const { known, role, problem, signedIn } = useVisitor();
  const isNobody = known && role === null && !problem;
  const found = useQuery({ ...order(id), enabled: known && !isNobody });
  const isHidden = !found.data && (isNobody || found.error?.status === 401 || found.error?.status === 404);
  if (isHidden)
    return (
      <Page title={t`Your order`} unlisted>
        <Empty
          action={
            signedIn ? (
              <ButtonLink to={paths.orders.to()} reloadDocument variant="contained">
                <Trans>Your orders</Trans>
              </ButtonLink>
            ) : (
              <ButtonLink to={paths.signIn.to(pathname + search)} reloadDocument variant="contained">
                <Trans>Sign in</Trans>
              </ButtonLink>
            )
          }
        >
          <Trans>This order is not shown here. Only who placed it sees it, where it was placed or signed in.</Trans>
        </Empty>
      </Page>
    );
  return (
    <QueryStates query={found} ghost={<Waiting />}>
      {(data) => <Stage order={data} />}
    </QueryStates>
  );
}

function Stage({ order }: { order: Order }) {
  const [search] = useSearchParams();
  const isBack = order.status === "awaiting_action" && search.get("payment") === order.payment_transaction_id;
  if (isBack) return search.get("cancelled") === "1" ? <Stopped order={order} /> : <Confirming order={order} />;
  if (order.status === "cancelled") return <Cancelled order={order} />;
  if (order.status === "awaiting_action") return <SecondStep order={order} />;
  if (isBeingCharged(order)) return <Charging order={order} />;
  if (order.status === "pending") return <PayForm order={order} />;
  return <Paid order={order} />;
}

function Waiting() {
  const { t } = useLingui();
  return (
    <Page title={t`Your order`} unlisted>
      <Ghost style={{ height: 320 }} />
    </Page>
  );
}
