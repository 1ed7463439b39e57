import { infiniteQueryOptions } from "@tanstack/react-query";
import { readPages } from "../../api/queries";

/** What the stock is narrowed down to. */
export interface Filters {
  sku: string;
  low: boolean;
}

/** Read what the address says; what makes no sense there is as if it were not there. */
export function parseFilters(search: URLSearchParams): Filters {
  const sku = (search.get("sku") ?? "").replace(/\p{C}/gu, "").trim().slice(0, 64);
  return { sku, low: search.get("low") === "true" };
}

/** Write them into an address. */
export const toSearch = ({ sku, low }: Filters): Record<string, string> => ({
  ...(sku && { sku }),
  ...(low && { low: "true" }),
});

/** The stock of the shop, each variant in each warehouse. */
export const levels = ({ sku, low }: Filters) =>
  infiniteQueryOptions(readPages("list_stock", { ...(sku && { sku }), ...(low && { low }) }));

/** What shows stock, to be read again when it changed. */
export const refreshes = [
  "list_stock",
  "list_movements",
  "list_own_products",
  "get_own_product",
  "get_product",
  "get_figures",
] as const;
