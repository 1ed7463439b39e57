import { useRef } from "react";
import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";
import { isSignedIn, useSession } from "../../api/session";
import { tabStorage } from "../../state/storage";
import type { Checkout } from "./wish";

interface Unsent {
  draft: Checkout | null;
  /** Whose it is; null for what was written before signing in, which comes along. */
  user_id: string | null;
}

/** What was filled in and not ordered yet: it outlives a reload, and the way to the sign-in and back. */
const useUnsentStore = create<Unsent>()(
  persist((): Unsent => ({ draft: null, user_id: null }), {
    name: "souk.checkout",
    storage: createJSONStorage(() => tabStorage),
  }),
);

/** What was left unsent when the page was opened, by whoever is here. */
export const useUnsent = (user_id: string | null): Checkout | null => {
  const kept = useRef(useUnsentStore.getState()).current;
  return kept.user_id === null || kept.user_id === user_id ? kept.draft : null;
};

export const keepUnsent = (draft: Checkout | null): void => {
  const session = useSession.getState();
  useUnsentStore.setState({ draft, user_id: isSignedIn(session) ? session.user_id : null });
};
