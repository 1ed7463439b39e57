import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Model } from "../../api/contract";
import { read, readPages } from "../../api/queries";
import { type Filters, toParams } from "./filters";

export type OwnProduct = Model<"OwnProduct">;
export type Product = Model<"ProductView">;

/** The shop's products, the newest first, drafts too. */
export const ownProducts = (filters: Filters) =>
  infiniteQueryOptions(readPages("list_own_products", toParams(filters)));

/** A product of the shop as it is now. */
export const ownProduct = (product_id: string) => queryOptions(read("get_own_product", { product_id }));

/** What shows a product, to be read again when one changed. */
export const refreshes = [
  "list_own_products",
  "get_own_product",
  "list_products",
  "get_product",
  "list_stock",
  "get_figures",
] as const;
