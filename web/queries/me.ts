import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Model } from "../api/contract";
import type { Problem } from "../api/problem";
import { read } from "../api/queries";
import { isSignedIn, signIn, signOut, useSession } from "../api/session";

/** The profile of whoever is signed in. */
export const me = () => queryOptions({ ...read("get_me"), staleTime: 60_000 });

/** Who is here, and whether that is known by now. */
export function useVisitor() {
  const session = useSession();
  return { ...session, signedIn: isSignedIn(session) };
}

/** Sign in; whatever was read before is read anew, for it was somebody else's. */
export function useSignIn() {
  const queries = useQueryClient();
  return useMutation<void, Problem, Model<"Login">>({
    mutationFn: signIn,
    onSuccess: () => void queries.resetQueries(),
  });
}

/** Sign out, here and in every other tab; nothing that was read is kept. */
export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({ mutationFn: signOut, onSuccess: () => void queries.resetQueries() });
}
