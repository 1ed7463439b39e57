import type { SellerOrder } from "../queries";

/** So many of one variant from one shelf, and the orders that they are for. */
export interface Pick {
  variant_id: string;
  sku: string;
  title: string;
  options: Record<string, string>;
  quantity: number;
  orders: string[];
}

interface Shelf {
  id: string;
  name: string;
  picks: Pick[];
}

/** Gather what several orders take, by warehouse, and there by SKU. */
export function picksOf(orders: SellerOrder[]): Shelf[] {
  const shelves = new Map<string, Shelf>();
  for (const order of orders) {
    for (const { warehouse_id, warehouse, variant_id, quantity } of order.picks) {
      const shelf = shelves.get(warehouse_id) ?? { id: warehouse_id, name: warehouse, picks: [] };
      shelves.set(warehouse_id, shelf);
      const known = shelf.picks.find((pick) => pick.variant_id === variant_id);
      if (known) {
        known.quantity += quantity;
        if (!known.orders.includes(order.number)) known.orders.push(order.number);
        continue;
      }
      const line = order.lines.find((one) => one.variant_id === variant_id);
      const { sku = "", title = "", options = {} } = line ?? {};
      shelf.picks.push({ variant_id, sku, title, options, quantity, orders: [order.number] });
    }
  }
  const sorted = [...shelves.values()].sort((one, other) => one.name.localeCompare(other.name));
  for (const { picks } of sorted) picks.sort((one, other) => one.sku.localeCompare(other.sku));
  return sorted;
}
