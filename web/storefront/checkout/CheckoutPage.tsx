import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { requestKey } from "../../api/client";
import type { Model } from "../../api/contract";
import { read } from "../../api/queries";
import { begin } from "../../api/session";
import { paths } from "../../paths";
import { type Cart, useCart } from "../../queries/cart";
import { useVisitor } from "../../queries/me";
import { choose } from "../../state/settings";
import { Button, ButtonLink, Empty, ErrorState, Page, QueryStates, RowGhosts } from "../../ui";
import { useAttempt } from "./attempt";
import { CheckoutForm } from "./CheckoutForm";
import { Notice } from "./Notice";
import { useDeliverable, useLikelyCountry } from "./queries";
import { keepUnsent, useUnsent } from "./unsent";
import { draftOf } from "./wish";

/** From the cart to an order, on one page. */
export function CheckoutPage() {
  const { t } = useLingui();
  const { role, known, user_id, problem } = useVisitor();
  const cart = useCart();
  const placing = usePlacing(user_id);
  return (
    <Page title={t`Checkout`} unlisted>
      {placing.open && <Unanswered placing={placing} />}
      <div hidden={placing.open}>
        {known && role === null && !cart.data ? (
          problem ? (
            <ErrorState problem={problem} onRetry={() => void begin()} />
          ) : (
            <NoCart />
          )
        ) : (
          <QueryStates
            query={cart}
            ghost={<RowGhosts rows={4} height={96} />}
            empty={<NoCart />}
            isEmpty={({ lines }) => lines.length === 0 && !placing.isPending}
          >
            {(data) => <Prepared cart={data} placing={placing} />}
          </QueryStates>
        )}
      </div>
    </Page>
  );
}

/** Nothing to order, and the way to what was ordered if anything was. */
function NoCart() {
  const { role } = useVisitor();
  const orders = useQuery({ ...read("list_orders", { limit: 1 }), enabled: role !== null, staleTime: 0 });
  return (
    <Empty
      action={
        <ButtonLink to={paths.search.to()} reloadDocument variant="contained">
          <Trans>See what there is</Trans>
        </ButtonLink>
      }
    >
      {orders.data?.items.length ? (
        <Trans>
          Your cart is empty. What you ordered stands in <a href={paths.orders.to()}>your orders</a>.
        </Trans>
      ) : (
        <Trans>Your cart is empty.</Trans>
      )}
    </Empty>
  );
}

/** The form, once it is known where one may have lived so far. */
function Prepared({ cart, placing }: { cart: Cart; placing: Placing }) {
  const { signedIn, user_id } = useVisitor();
  const kept = useUnsent(user_id);
  const saved = useDeliverable();
  const country = useLikelyCountry();
  if (country === undefined || (signedIn && saved === undefined)) return <RowGhosts rows={4} height={96} />;
  return (
    <CheckoutForm key={String(signedIn)} cart={cart} placing={placing} draft={draftOf(saved ?? [], country, kept)} />
  );
}

export type Placing = ReturnType<typeof usePlacing>;

/** Place the order once, and go on to its payment; the way back does not lead here again. */
function usePlacing(user_id: string | null) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useAttempt("place_order", `order of ${user_id}`, {
    onDone: (order) => {
      keepUnsent(null);
      choose({ country: order.shipping_address.country as Model<"Destination"> });
      client.setQueryData(requestKey("get_order", { order_id: order.id }), order);
      void client.invalidateQueries({ queryKey: ["get_cart"] });
      navigate(paths.payment.to(order.id), { replace: true });
    },
    // The cart first: when the order was placed after all it is empty, and there is nothing to quote.
    onProblem: () =>
      void client
        .invalidateQueries({ queryKey: ["get_cart"] })
        .then(() => client.invalidateQueries({ queryKey: ["quote_cart"] })),
  });
}

/** Nobody knows whether the order was placed: asking again under the same key is safe, and all there is to do. */
function Unanswered({ placing }: { placing: Placing }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Notice tone="ember">
      <h2 ref={heading} tabIndex={-1}>
        <Trans>We do not know yet whether your order was placed</Trans>
      </h2>
      <p>
        <Trans>
          The answer did not arrive. Your order may have been placed. Ask again: we ask with the same key, so it is one
          order and charged once, however often you ask.
        </Trans>
      </p>
      <div>
        <Button variant="contained" size="large" loading={placing.isPending} onClick={() => placing.send()}>
          <Trans>Ask again</Trans>
        </Button>
      </div>
    </Notice>
  );
}
