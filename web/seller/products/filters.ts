import type { Params } from "../../api/contract";

export const statuses = ["draft", "published"] as const;
export type ProductStatus = (typeof statuses)[number];

/** What the list of products is narrowed down to. */
export interface Filters {
  q: string;
  status: ProductStatus | null;
}

/** Read what the address says; what makes no sense there is as if it were not there. */
export function parseFilters(search: URLSearchParams): Filters {
  const q = (search.get("q") ?? "").replace(/\p{C}/gu, "").trim().slice(0, 100);
  return { q, status: statuses.find((one) => one === search.get("status")) ?? null };
}

/** Write them as the API takes them, and into an address. */
export const toParams = ({ q, status }: Filters): Partial<Params<"list_own_products">> & Record<string, string> => ({
  ...(q && { q }),
  ...(status && { status }),
});

export const isNarrowed = ({ q, status }: Filters): boolean => q !== "" || status !== null;
