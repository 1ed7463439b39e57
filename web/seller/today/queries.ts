import { queryOptions } from "@tanstack/react-query";
import { read } from "../../api/queries";

/** Whether there is anything on the shelf that customers see. */
export const anyProduct = (seller: string) => queryOptions(read("list_products", { seller, limit: 1 }));
