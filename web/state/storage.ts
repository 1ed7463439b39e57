import type { StateStorage } from "zustand/middleware";

/** What this browser keeps for us, or this page alone where keeping is forbidden or there is no room. */
const page = new Map<string, string>();

function kept<T>(use: (storage: Storage) => T, otherwise: () => T): T {
  try {
    return use(localStorage);
  } catch {
    return otherwise();
  }
}

export const storage: StateStorage = {
  getItem: (name) =>
    page.get(name) ??
    kept(
      (local) => local.getItem(name),
      () => null,
    ),
  setItem: (name, value) => {
    page.delete(name);
    kept(
      (local) => local.setItem(name, value),
      () => void page.set(name, value),
    );
  },
  removeItem: (name) => {
    page.delete(name);
    kept(
      (local) => local.removeItem(name),
      () => undefined,
    );
  },
};

/** One text kept under a name; empty until it is written, null where nothing can be kept. */
export function remembered(name: string) {
  const isKept = () =>
    kept(
      (local) => local.length >= 0,
      () => false,
    );
  return {
    read: () => storage.getItem(name) ?? (isKept() ? "" : null),
    write: (value: string) => (value ? storage.setItem(name, value) : storage.removeItem(name)),
  };
}
