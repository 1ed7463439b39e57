import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";
import type { Model } from "../api/contract";
import { recall, storage } from "./storage";

type Theme = "light" | "dark";

interface Settings {
  /** Null follows the device. */
  theme: Theme | null;
  /** What prices are looked for in; null shows every currency. */
  currency: Model<"Currency"> | null;
  /** Where to deliver; null until it was said. */
  country: Model<"Destination"> | null;
}

/** What a visitor chose on this device; the script before the first paint reads it under this name too. */
export const useSettings = create<Settings>()(
  persist((): Settings => ({ theme: null, currency: null, country: null }), {
    name: "souk.settings",
    storage: createJSONStorage(() => storage),
    skipHydration: true,
  }),
);

/** Keep what a visitor chose, beside what was chosen before. */
export function choose(chosen: Partial<Settings>): void {
  recall(useSettings);
  useSettings.setState(chosen);
}
