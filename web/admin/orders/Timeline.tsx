import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import type { Model } from "../../api/contract";
import { useFormat } from "../../format/format";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";

const kinds: Record<Model<"Kind">, MessageDescriptor> = {
  placed: msg`Ordered`,
  action_required: msg`The bank asked for a second step`,
  payment_failed: msg`The payment failed`,
  payment_requested: msg`Another payment was asked for`,
  paid: msg`Paid`,
  captured: msg`The money that was kept for it was taken`,
  seller_order_shipped: msg`A parcel was sent`,
  last_seller_order_shipped: msg`The last parcel was sent`,
  seller_order_delivered: msg`A parcel arrived`,
  last_seller_order_delivered: msg`The last parcel arrived`,
  seller_order_cancelled: msg`A shop gave its part up`,
  rest_shipped: msg`All that was not given up is sent`,
  rest_delivered: msg`All that was not given up arrived`,
  cancelled: msg`Cancelled`,
  paid_after_cancellation: msg`Money arrived after the cancellation and goes back`,
  return_requested: msg`A return was asked for`,
  return_accepted: msg`A return was accepted`,
  return_declined: msg`A return was declined`,
  return_received: msg`A return was received`,
  refund_requested: msg`A refund was asked for`,
  refund_refused: msg`A refund was refused by the provider`,
  partly_refunded: msg`A part was refunded`,
  refunded: msg`Refunded`,
  refund_returned: msg`A refund came back; the customer is still owed it`,
  claimed: msg`Taken into an account`,
  address_changed: msg`Its customer changed the address`,
};

/** All that happened to an order, the latest first. */
export function Timeline({ order: { timeline, sellers } }: { order: Model<"AnyOrderView"> }) {
  const { i18n } = useLingui();
  const { moment } = useFormat();
  const noteOn = (details: Record<string, unknown>) => [
    sellers.find(({ id }) => id === details.seller_order_id)?.seller_name,
    details.reason,
  ];
  return (
    <section>
      <h2>
        <Trans>What happened</Trans>
      </h2>
      <Steps reversed>
        {timeline.toReversed().map(({ sequence, kind, at, details }) => (
          <li key={sequence}>
            <b>{i18n._(kinds[kind])}</b>
            {noteOn(details)
              .filter(Boolean)
              .map((note) => (
                <bdi key={String(note)}>{String(note)}</bdi>
              ))}
            <time dateTime={at}>{moment(at)}</time>
          </li>
        ))}
      </Steps>
    </section>
  );
}

const Steps = styled("ol")({
  borderInlineStart: `2px solid ${colour("line")}`,
  "& > li": { paddingInlineStart: 16, paddingBlockEnd: 12 },
  "& b": { display: "block", fontWeight: 600 },
  "& bdi": { display: "block", overflowWrap: "anywhere" },
  "& time": { color: colour("quiet"), fontSize: sizes.label },
});
