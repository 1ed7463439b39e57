import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { RefundDrawer } from "../../consoles/refunds/RefundDrawer";
import { styled } from "../../theme/styled";
import { Button } from "../../ui";
import type { SellerOrder } from "../queries";
import { CancelDrawer } from "./CancelDrawer";

/** What a shop can do about an order besides sending it: give money back, or give the order up. */
export function GivingBack({ order }: { order: SellerOrder }) {
  const [open, setOpen] = useState<"refund" | "cancel" | null>(null);
  const { status, refunded, total } = order;
  const isPaid = status !== "pending" && status !== "cancelled";
  const close = () => setOpen(null);
  return (
    <Line>
      {isPaid && refunded.amount < total.amount && (
        <Button variant="outlined" onClick={() => setOpen("refund")}>
          <Trans>Refund</Trans>
        </Button>
      )}
      {status === "ready" && (
        <Button color="error" onClick={() => setOpen("cancel")}>
          <Trans>Cancel the order</Trans>
        </Button>
      )}
      {open === "refund" && (
        <RefundDrawer
          order_id={order.order_id}
          part={order}
          refreshes={["get_seller_order", "list_seller_orders", "get_figures", "list_stock"]}
          onClose={close}
        />
      )}
      {open === "cancel" && <CancelDrawer order={order} onClose={close} />}
    </Line>
  );
}

const Line = styled("div")({ display: "flex", flexWrap: "wrap", gap: 12, marginBlockStart: 12 });
