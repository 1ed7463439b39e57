import type { Params } from "../../api/contract";

export const sorts = ["relevance", "newest", "price_asc", "price_desc"] as const;
export type Sort = (typeof sorts)[number];

/** What a list of products is narrowed down to; amounts are minor units of the list's currency. */
export interface Filters {
  q: string;
  sort: Sort | null;
  min_price: number | null;
  max_price: number | null;
  in_stock: boolean;
  currency: Params<"list_products">["currency"] | null;
  category: string | null;
  attributes: Record<string, string>;
}

/** What somebody asked for, laid on whatever was asked for before. */
export type Change = (now: Filters) => Filters;

const ATTRIBUTE = /^attr\.([a-z][a-z0-9_]{0,31})$/;
const MOST = 1_000_000_000_000;

/** Read what the address says; what makes no sense there is as if it were not there. */
export function parseFilters(search: URLSearchParams): Filters {
  const sort = search.get("sort");
  const currency = search.get("currency") ?? "";
  const attributes: Record<string, string> = {};
  search.forEach((value, name) => {
    const attribute = ATTRIBUTE.exec(name)?.[1];
    if (attribute && value && value.length <= 120) attributes[attribute] ??= value;
  });
  return {
    q: (search.get("q") ?? "").trim().slice(0, 200),
    sort: sorts.find((one) => one === sort) ?? null,
    min_price: amount(search.get("min_price")),
    max_price: amount(search.get("max_price")),
    in_stock: search.get("in_stock") === "true",
    currency: /^[A-Z]{3}$/.test(currency) ? (currency as Filters["currency"]) : null,
    category: search.get("category") || null,
    attributes,
  };
}

function amount(written: string | null): number | null {
  if (written === null || !/^\d{1,13}$/.test(written)) return null;
  return Math.min(Number(written), MOST);
}

/** Write them into an address again. */
export const toSearch = (filters: Filters): Record<string, string> =>
  Object.fromEntries(Object.entries(toParams(filters)).map(([name, value]) => [name, String(value)]));

/** Write them as the API takes them. */
export function toParams({ q, attributes, in_stock, ...others }: Filters): Partial<Params<"list_products">> {
  const given = { ...(q && { q }), ...(in_stock && { in_stock }), ...others };
  const facts = Object.entries(attributes).map(([name, value]) => [`attr.${name}`, value]);
  return Object.fromEntries([...Object.entries(given).filter(([, value]) => value !== null), ...facts]);
}

/** Whether fewer products are shown than there are. */
export const isNarrowed = (filters: Filters): boolean => countOf(filters) > 0;

/** By how many things it is narrowed, the words that are looked for aside. */
export const countOf = ({ min_price, max_price, in_stock, category, attributes }: Filters): number =>
  [min_price !== null || max_price !== null, in_stock, category !== null].filter(Boolean).length +
  Object.keys(attributes).length;

/** The same list without anything that narrows it. */
export const widened = (filters: Filters): Filters => ({
  ...filters,
  min_price: null,
  max_price: null,
  in_stock: false,
  category: null,
  attributes: {},
});
