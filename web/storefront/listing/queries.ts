import { keepPreviousData, queryOptions, useQueries, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import type { Model, Params } from "../../api/contract";
import { read } from "../../api/queries";
import { useSettings } from "../../state/settings";
import { type Filters, toParams } from "./filters";

export type ProductPage = Model<"ProductPage">;
export type Facets = Model<"Facets">;

/** Where a list is from: everything, one category and below it, one shop. */
export type Source = { kind: "all" } | { kind: "category"; id: string } | { kind: "shop"; id: string };

function products(source: Source, params: Partial<Params<"list_products">>) {
  const { category: _, seller: __, q: ___, ...shared } = params;
  // The two operations answer the same model; one type is enough for both.
  if (source.kind === "category")
    return read("list_category_products", { ...shared, category_id: source.id }) as unknown as ReturnType<typeof all>;
  return all(source.kind === "shop" ? { ...params, seller: source.id } : params);
}

const all = (params: Partial<Params<"list_products">>) => queryOptions(read("list_products", params));

/** The first page of a list, with what it can be narrowed down by. */
export const firstPage = (source: Source, filters: Filters) =>
  products(source, { ...toParams(filters), facets: true, total: true });

// How far somebody went in a list, so that the way back leads there again.
const trails = new Map<string, string[]>();

const useNarrowed = (filters: Filters) => {
  const { currency } = useSettings();
  return { ...filters, currency: filters.currency ?? currency };
};

/** The first page of a list in the chosen currency; an old one stays while another is on its way. */
export const useFirstPage = (source: Source, filters: Filters) =>
  useQuery({ ...firstPage(source, useNarrowed(filters)), placeholderData: keepPreviousData });

/** A list of products, as far as somebody went in it; old ones stay while others are on their way. */
export function useProducts(source: Source, filters: Filters) {
  const params = toParams(useNarrowed(filters));
  const name = JSON.stringify([source, params]);
  const [trail, setTrail] = useState({ name, cursors: trails.get(name) ?? [] });
  const cursors = trail.name === name ? trail.cursors : (trails.get(name) ?? []);
  const first = useFirstPage(source, filters);
  // Drawn bit by bit: somebody who presses something meanwhile is answered first.
  const data = useDeferredValue(first.data);
  const later = useQueries({ queries: cursors.map((cursor) => products(source, { ...params, cursor })) });
  const loaded = [data, ...later.map(({ data }) => data)].filter((page) => page !== undefined);
  const next = loaded.length > cursors.length ? loaded.at(-1)?.next_cursor : undefined;
  const more = () => {
    if (!next) return;
    trails.set(name, [...cursors, next]);
    setTrail({ name, cursors: [...cursors, next] });
  };
  return {
    first,
    isOld: first.isPlaceholderData || data !== first.data,
    items: loaded.flatMap((page) => page.items),
    hasMore: Boolean(next) || later.some(({ isPending }) => isPending),
    isFetchingMore: later.some(({ isFetching }) => isFetching),
    failed: later.find(({ error }) => error),
    more,
  };
}
