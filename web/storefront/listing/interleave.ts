/** Let shops take turns in the first places, so that the one that brought most does not fill them; all stay in. */
export function interleave<T extends { seller: { id: string } }>(products: T[]): T[] {
  const byShop = new Map<string, T[]>();
  for (const product of products) byShop.set(product.seller.id, [...(byShop.get(product.seller.id) ?? []), product]);
  const shops = [...byShop.values()];
  const turns = Math.max(0, ...shops.map((shop) => shop.length));
  return Array.from({ length: turns }, (_, turn) => shops.flatMap((shop) => shop.slice(turn, turn + 1))).flat();
}
