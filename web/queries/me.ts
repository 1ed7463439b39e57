import { queryOptions } from "@tanstack/react-query";
import { read } from "../api/queries";
import { isSignedIn, useSession } from "../api/session";

/** The profile of whoever is signed in. */
export const me = () => queryOptions({ ...read("get_me"), staleTime: 60_000 });

/** Who is here, and whether that is known by now. */
export function useVisitor() {
  const session = useSession();
  return { ...session, signedIn: isSignedIn(session) };
}
