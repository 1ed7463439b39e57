import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Model } from "../api/contract";
import { read } from "../api/queries";
import { useVisitor } from "./me";

export type KeptAddress = Model<"AddressView">;

/** The whole address book, which holds fifty at most. */
export const addresses = () => queryOptions(read("list_addresses", { limit: 50 }));

/** The address book of whoever is signed in; others have none. */
export function useAddresses() {
  const { signedIn } = useVisitor();
  return useQuery({ ...addresses(), enabled: signedIn });
}
