import { queryOptions } from "@tanstack/react-query";
import { read } from "../api/queries";

/** The most of a list that one request gives; where it gives so many there may be more. */
export const MOST = 100;

/** Shops that were applied for, by name. */
export const applications = () => queryOptions({ ...read("list_sellers", { status: "applied", limit: MOST }) });
