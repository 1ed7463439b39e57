import type { StateStorage } from "zustand/middleware";

/** What this browser keeps for us, or this page alone where keeping is forbidden or there is no room. */
export const storage = safe(() => localStorage);

/** The same for one tab: what is done in it survives a reload, and nobody finds it there later. */
export const tabStorage = safe(() => sessionStorage);

function kept<T>(use: () => T, otherwise: () => T): T {
  try {
    return use();
  } catch {
    return otherwise();
  }
}

function safe(place: () => Storage): StateStorage<void> {
  const page = new Map<string, string>();
  return {
    getItem: (name) =>
      page.get(name) ??
      kept(
        () => place().getItem(name),
        () => null,
      ),
    setItem: (name, value) => {
      page.delete(name);
      kept(
        () => place().setItem(name, value),
        () => void page.set(name, value),
      );
    },
    removeItem: (name) => {
      page.delete(name);
      kept(
        () => place().removeItem(name),
        () => undefined,
      );
    },
  };
}

/** Read what was kept of a store, once: a change to one that was not read is written over what it kept. */
export function recall({ persist }: { persist: { hasHydrated: () => boolean; rehydrate: () => unknown } }): void {
  if (!persist.hasHydrated()) persist.rehydrate();
}

/** One text kept under a name; empty until it is written, null where nothing can be kept. */
export function remembered(name: string) {
  const isKept = () =>
    kept(
      () => {
        localStorage.setItem(name, "");
        localStorage.removeItem(name);
        return true;
      },
      () => false,
    );
  return {
    read: () => storage.getItem(name) ?? (isKept() ? "" : null),
    write: (value: string) => (value ? storage.setItem(name, value) : storage.removeItem(name)),
  };
}
