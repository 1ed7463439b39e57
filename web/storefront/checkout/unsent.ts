import { useRef } from "react";
import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";
import { tabStorage } from "../../state/storage";
import type { Checkout } from "./wish";

/** What was filled in and not ordered yet: it outlives a reload, and the way to the sign-in and back. */
const useUnsentStore = create<{ draft: Checkout | null }>()(
  persist((): { draft: Checkout | null } => ({ draft: null }), {
    name: "souk.checkout",
    storage: createJSONStorage(() => tabStorage),
  }),
);

/** What was left unsent when the page was opened. */
export const useUnsent = (): Checkout | null => useRef(useUnsentStore.getState().draft).current;

export const keepUnsent = (draft: Checkout | null): void => {
  useUnsentStore.setState({ draft });
};
