import { queryOptions } from "@tanstack/react-query";
import type { Model } from "../api/contract";
import { read } from "../api/queries";

export type SellerOrder = Model<"SellerOrderView">;
export type Level = Model<"LevelView">;

/** The most of a list that one request gives; where it gives so many there may be more. */
export const MOST = 100;

const OFTEN = 60_000;

/** How the shop stands today; asked for again while somebody looks, as orders come by themselves. */
export const figures = () => queryOptions({ ...read("get_figures"), refetchInterval: OFTEN });

/** Orders that wait to be sent, the newest first. */
export const toSend = (limit = MOST) => queryOptions(read("list_seller_orders", { to_send: true, limit }));

/** The caller's shop, from the application on. */
export const myShop = () => queryOptions({ ...read("get_my_shop"), staleTime: 30_000 });

/** Where the shop keeps its stock, the one that orders draw from first in front. */
export const warehouses = () => queryOptions({ ...read("list_warehouses", { limit: MOST }), staleTime: 30_000 });
