import { queryOptions } from "@tanstack/react-query";
import type { Model } from "../api/contract";
import { read } from "../api/queries";

export type SellerOrder = Model<"SellerOrderView">;
export type Level = Model<"LevelView">;

/** The most of a list that one request gives; where it gives so many there may be more. */
export const MOST = 100;

/** Orders that wait to be sent, the newest first. */
export const toSend = () => queryOptions({ ...read("list_seller_orders", { to_send: true, limit: MOST }) });

/** What is at or below its threshold. */
export const lowStock = () => queryOptions({ ...read("list_stock", { low: true, limit: MOST }) });

/** The caller's shop, from the application on. */
export const myShop = () => queryOptions({ ...read("get_my_shop"), staleTime: 30_000 });

/** Where the shop keeps its stock, the one that orders draw from first in front. */
export const warehouses = () => queryOptions({ ...read("list_warehouses", { limit: MOST }), staleTime: 30_000 });
