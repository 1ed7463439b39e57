import { createContext, type ReactNode, startTransition, useContext, useEffect, useState } from "react";
import { useSettings } from "./settings";

const Chosen = createContext(useSettings.getInitialState().currency);

/**
 * Gives everything below the currency that lists are looked for in.
 *
 * It changes in a transition: React throws away the markup of what is not alive yet when anything above it changes at
 * once, as what follows the store does.
 */
export function ListCurrency({ children }: { children: ReactNode }) {
  const [currency, setCurrency] = useState(() => useSettings.getState().currency);
  useEffect(() => useSettings.subscribe(({ currency }) => startTransition(() => setCurrency(currency))), []);
  return <Chosen.Provider value={currency}>{children}</Chosen.Provider>;
}

/** What prices are looked for in; null shows every currency. */
export const useListCurrency = () => useContext(Chosen);
