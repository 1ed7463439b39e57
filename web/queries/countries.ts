import { queryOptions } from "@tanstack/react-query";
import type { Model } from "../api/contract";
import { read } from "../api/queries";

export type Country = Model<"CountryView">;

/** Every country: whether orders go there, and what an address there consists of. */
export const countries = () => queryOptions({ ...read("list_countries"), staleTime: Number.POSITIVE_INFINITY });
