import { useLingui } from "@lingui/react/macro";
import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Model } from "../api/contract";
import { read, useCommand } from "../api/queries";
import { useSession } from "../api/session";
import { openCart } from "../state/drawer";
import { announce } from "../ui/announce";

export type Cart = Model<"CartView">;
export type CartLine = Model<"CartLineView">;

/** The cart, at today's prices. */
export const cart = () => queryOptions(read("get_cart"));

/** The cart of whoever is here; a visitor of whom nothing is known has none, and none is asked for. */
export function useCart() {
  const role = useSession(({ role }) => role);
  return useQuery({ ...cart(), enabled: role !== null });
}

/** Put a variant into the cart, and show it once it is there. */
export function useAddToCart(title: string) {
  const { t } = useLingui();
  const add = useCommand("add_item", { refreshes: ["get_cart"] });
  const put = (variant_id: string, quantity = 1) =>
    add.mutate(
      { body: { variant_id, quantity } },
      {
        onSuccess: () => {
          openCart();
          announce(t`${title} is in your cart`);
        },
      },
    );
  return { ...add, put };
}

/** Change how many of a line are wanted; the latest wish counts, and prices wait for the answer. */
export function useChangeLine(id: string) {
  const change = useCommand("change_item", { line: id, refreshes: ["get_cart"] });
  const remove = useCommand("remove_item", { line: id, refreshes: ["get_cart"] });
  return {
    isPending: change.isPending || remove.isPending,
    problem: change.error ?? remove.error,
    wanted: change.isPending ? change.variables?.body?.quantity : undefined,
    set: (quantity: number) => change.mutate({ params: { item_id: id }, body: { quantity } }),
    remove: () => remove.mutate({ params: { item_id: id } }),
  };
}
