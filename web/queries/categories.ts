import { queryOptions } from "@tanstack/react-query";
import type { Model } from "../api/contract";
import { read } from "../api/queries";

export type Category = Model<"CategoryView">;

/** All categories, as a tree; they change seldom. */
export const categories = () => queryOptions({ ...read("list_categories"), staleTime: 600_000 });

/** Those in which, or below which, there is something to buy. */
export const stocked = (among: Category[]) => among.filter(({ has_products }) => has_products);

/** Find a category and the way to it from the root. */
export function wayTo(id: string, among: Category[]): Category[] {
  for (const one of among) {
    if (one.id === id) return [one];
    const below = wayTo(id, one.children);
    if (below.length > 0) return [one, ...below];
  }
  return [];
}
