import { msg } from "@lingui/core/macro";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Model } from "../api/contract";
import type { Problem } from "../api/problem";
import { read } from "../api/queries";
import { isSignedIn, type Role, signIn, signOut, useSession } from "../api/session";
import { paths } from "../paths";

/** The profile of whoever is signed in. */
export const me = () => queryOptions({ ...read("get_me"), staleTime: 60_000 });

/** Who is here, and whether that is known by now. */
export function useVisitor() {
  const session = useSession();
  return { ...session, signedIn: isSignedIn(session) };
}

const consoles = { seller: msg`Your shop`, admin: msg`Administration` };

/** The console of a role, by its name and address; null where it has none. */
export const consoleOf = (role: Role | null) =>
  role === "seller" || role === "admin" ? { name: consoles[role], to: paths[role].to() } : null;

/** Sign in; the cart of a guest comes along. */
export const useSignIn = () => useMutation<void, Problem, Model<"Login">>({ mutationFn: signIn });

/** Sign out, here and in every other tab. Refused, nothing has changed. */
export const useSignOut = () => useMutation<void, Problem>({ mutationFn: signOut });

/**
 * Forget what was read for one person when another is here, or nobody.
 *
 * Its effect has to come after those of every page, so that what asked for that person does no more.
 */
export function useOwnCache(): void {
  const queries = useQueryClient();
  const { user_id } = useSession();
  const before = useRef(user_id);
  useEffect(() => {
    if (before.current !== null && before.current !== user_id) void queries.resetQueries();
    before.current = user_id;
  }, [queries, user_id]);
}
