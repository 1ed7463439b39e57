import { useSearchParams } from "react-router";

const isDay = (word: string) => /^\d{4}-\d{2}-\d{2}$/.test(word) && !Number.isNaN(Date.parse(word));

/** From which day to which a list is read; it stands in the address alone, and what is no day there is left out. */
export function useDays() {
  const [search, setSearch] = useSearchParams();
  const day = (name: string) => {
    const word = search.get(name) ?? "";
    return isDay(word) ? word : "";
  };
  const [from, to] = [day("from"), day("to")];
  const narrow = (changes: Record<string, string>) => {
    const next = { ...Object.fromEntries(search), ...changes };
    setSearch(Object.fromEntries(Object.entries(next).filter(([, word]) => word)));
  };
  return { from, to, search, narrow, clear: () => setSearch({}) };
}
