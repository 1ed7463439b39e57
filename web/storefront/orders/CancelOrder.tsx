import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useCommand } from "../../api/queries";
import { announce, Button, confirm } from "../../ui";
import { type Order, order as orderOf } from "./queries";

const cancellable: Order["status"][] = ["pending", "awaiting_action", "paid"];

/** The way to call an order off, for as long as nothing of it is on its way. */
export function CancelOrder({ order }: { order: Order }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const cancel = useCommand("cancel_order", { refreshes: ["get_order", "get_timeline", "list_orders", "get_cart"] });
  if (!cancellable.includes(order.status)) return null;
  const isPaid = order.status === "paid";
  const ask = async () => {
    // One command for every press of the button: what was cancelled without an answer is not cancelled twice.
    const command = { params: { order_id: order.id } };
    const agreed = await confirm({
      title: t`Cancel this order?`,
      text: isPaid ? (
        <Trans>The whole order is called off, and what you paid goes back the way it came.</Trans>
      ) : (
        <Trans>The whole order is called off, nothing is charged, and its items are back in your cart.</Trans>
      ),
      yes: t`Cancel the order`,
      danger: true,
      work: async () => {
        const cancelled = await cancel.mutateAsync(command);
        queries.setQueryData(orderOf(order.id).queryKey, cancelled);
      },
    });
    if (agreed) announce(t`The order was cancelled`);
  };
  return (
    <div>
      <Button variant="outlined" color="error" onClick={() => void ask()}>
        <Trans>Cancel the order</Trans>
      </Button>
    </div>
  );
}
