import { queryOptions } from "@tanstack/react-query";
import { read } from "../../api/queries";
import { MOST } from "../queries";

/** What was ordered last. */
export const latestOrders = () => queryOptions(read("list_seller_orders", { limit: MOST }));

/** Whether there is anything on the shelf that customers see. */
export const anyProduct = (seller: string) => queryOptions(read("list_products", { seller, limit: 1 }));
