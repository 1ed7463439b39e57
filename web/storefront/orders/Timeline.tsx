import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useFormat } from "../../format/format";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";
import { QueryStates, RowGhosts } from "../../ui";
import { failureWords } from "../checkout/words";
import { type Order, type TimelineEntry, timeline } from "./queries";
import { cancellations } from "./words";

/** Everything that happened to an order, the latest first. */
export function Timeline({ order }: { order: Order }) {
  const query = useQuery({ ...timeline(order), placeholderData: keepPreviousData });
  return (
    <section>
      <h2>
        <Trans>What happened</Trans>
      </h2>
      <QueryStates query={query} ghost={<RowGhosts rows={2} height={40} />}>
        {({ items }) => (
          <Steps reversed>
            {items.toReversed().map((entry) => (
              <li key={entry.sequence}>
                <Happened entry={entry} order={order} />
              </li>
            ))}
          </Steps>
        )}
      </QueryStates>
    </section>
  );
}

function Happened({ entry, order }: { entry: TimelineEntry; order: Order }) {
  const { moment } = useFormat();
  return (
    <>
      <What entry={entry} order={order} />
      <time dateTime={entry.at}>{moment(entry.at)}</time>
    </>
  );
}

function What({ entry: { kind, details }, order }: { entry: TimelineEntry; order: Order }): ReactNode {
  const { i18n } = useLingui();
  const shop = order.sellers.find(({ id }) => id === details.seller_order_id)?.seller_name;
  const reason = String(details.reason ?? "");
  switch (kind) {
    case "placed":
      return <Trans>You ordered.</Trans>;
    case "action_required":
      return <Trans>Your bank asked for one more step.</Trans>;
    case "payment_failed":
      return (
        <>
          <Trans>The payment did not succeed.</Trans> {i18n._(failureWords(reason))}
        </>
      );
    case "payment_requested":
      return <Trans>You asked to pay again.</Trans>;
    case "paid":
      return <Trans>The order was paid.</Trans>;
    case "captured":
      return <Trans>Your payment was charged.</Trans>;
    case "seller_order_shipped":
    case "last_seller_order_shipped":
      return <Trans>{shop} sent its parcel.</Trans>;
    case "seller_order_delivered":
    case "last_seller_order_delivered":
      return <Trans>The parcel of {shop} arrived.</Trans>;
    case "seller_order_cancelled":
      return <Trans>{shop} cannot send its part of the order.</Trans>;
    case "rest_shipped":
      return <Trans>All other parcels are on their way.</Trans>;
    case "rest_delivered":
      return <Trans>All other parcels have arrived.</Trans>;
    case "return_requested":
      return <Trans>You asked {shop} to take something back.</Trans>;
    case "return_accepted":
      return <Trans>{shop} takes it back.</Trans>;
    case "return_declined":
      return <Trans>{shop} does not take it back.</Trans>;
    case "return_received":
      return <Trans>What you sent back arrived at {shop}.</Trans>;
    case "refund_requested":
      return <Trans>Money of your order is on its way back to you.</Trans>;
    case "refund_refused":
      return <Trans>Your money could not be sent back; we are looking into it.</Trans>;
    case "cancelled":
      return <Cancelled reason={reason} leftOut={Number(details.units_left_out ?? 0)} />;
    case "paid_after_cancellation":
      return <Trans>Your payment arrived after the order had been cancelled; it goes back to you.</Trans>;
    case "partly_refunded":
      return <Trans>A part of what you paid was sent back to you.</Trans>;
    case "refunded":
      return <Trans>What you paid was sent back to you.</Trans>;
    case "refund_returned":
      return <Trans>Your bank sent the money back to us. It is still yours, and we find another way.</Trans>;
    case "address_changed":
      return <Trans>You changed where it is sent.</Trans>;
    case "claimed":
      return <Trans>You took the order into your account.</Trans>;
  }
}

function Cancelled({ reason, leftOut }: { reason: string; leftOut: number }) {
  const { i18n } = useLingui();
  const why = cancellations[reason];
  return (
    <>
      <Trans>The order was cancelled.</Trans> {why && i18n._(why)}{" "}
      {leftOut > 0 && (
        <Plural
          value={leftOut}
          one="# item did not go back into your cart, which was full."
          other="# items did not go back into your cart, which was full."
        />
      )}
    </>
  );
}

const Steps = styled("ol")({
  borderInlineStart: `2px solid ${colour("line")}`,
  "& > li": { position: "relative", paddingInlineStart: 20, paddingBlockEnd: 16, fontSize: sizes.compact },
  "& > li::before": {
    content: '""',
    position: "absolute",
    insetInlineStart: -6,
    insetBlockStart: 6,
    width: 10,
    height: 10,
    borderRadius: 5,
    background: colour("line"),
  },
  "& > li:first-of-type::before": { background: colour("cobalt") },
  "& time": { display: "block", color: colour("quiet"), fontSize: sizes.label },
});
