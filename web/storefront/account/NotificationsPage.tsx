import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { Model } from "../../api/contract";
import { readPages } from "../../api/queries";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";
import { Empty, More, QueryStates, Row, RowGhosts, Rows } from "../../ui";
import { OwnPage } from "./OwnPage";

type Notification = Model<"NotificationView">;

/** What was written to a person, and whether it arrived. */
export function NotificationsPage() {
  const { t } = useLingui();
  return (
    <OwnPage title={t`Messages`}>
      <Notifications />
    </OwnPage>
  );
}

function Notifications() {
  const { t } = useLingui();
  const query = useInfiniteQuery(readPages("list_notifications"));
  return (
    <QueryStates
      query={query}
      ghost={<RowGhosts />}
      isEmpty={({ pages }) => pages[0]?.items.length === 0}
      empty={
        <Empty>
          <Trans>Nothing was written to you yet.</Trans>
        </Empty>
      }
    >
      {({ pages }) => (
        <>
          <Rows page={{ items: pages.flatMap(({ items }) => items) }} row={NotificationRow} label={t`Messages`} />
          <More of={query} />
        </>
      )}
    </QueryStates>
  );
}

function NotificationRow({ item }: { item: Notification }) {
  const { moment } = useFormat();
  const name = useTitle(item.template);
  const { order_id, seller_order_id } = item.metadata;
  const to =
    typeof seller_order_id === "string"
      ? paths.sellerOrder.to(seller_order_id)
      : typeof order_id === "string" && paths.order.to(order_id);
  return (
    <Row
      title={to ? <Link to={to}>{name}</Link> : name}
      aside={<time dateTime={item.created_at}>{moment(item.created_at)}</time>}
    >
      <Whereabouts of={item} />
    </Row>
  );
}

function useTitle(template: string): string {
  const { t } = useLingui();
  const titles: Record<string, string> = {
    welcome: t`Welcome to Souk`,
    order_receipt: t`The receipt of your order`,
    order_shipped: t`Your order is on its way`,
    order_cancelled: t`Your order was cancelled`,
    payment_failed: t`A payment did not succeed`,
    gift_card: t`A gift card for you`,
    shop_approved: t`Your shop may sell`,
    shop_refused: t`Your application was refused`,
    shop_suspended: t`Your shop is suspended`,
    refund_made: t`Money went back to you`,
    refund_failed: t`Money could not be sent back to you`,
    part_cancelled: t`A part of your order was cancelled`,
    return_accepted: t`Your return is accepted`,
    return_declined: t`Your return is not accepted`,
    invoice_issued: t`An invoice or a credit note is there`,
    shop_order: t`A new order of your shop`,
    shop_return: t`A return waits for your answer`,
  };
  return titles[template] ?? t`A message from Souk`;
}

function Whereabouts({ of: { status, recipient } }: { of: Notification }) {
  const to = <bdi>{recipient}</bdi>;
  if (status === "failed")
    return (
      <Quiet>
        <Trans>Could not be delivered to {to}</Trans>
      </Quiet>
    );
  if (status === "sent")
    return (
      <Quiet>
        <Trans>Sent to {to}</Trans>
      </Quiet>
    );
  return (
    <Quiet>
      <Trans>On its way to {to}</Trans>
    </Quiet>
  );
}

const Quiet = styled("span")({ color: colour("quiet"), fontSize: sizes.compact });
