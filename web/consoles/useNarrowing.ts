import { useSearchParams } from "react-router";

/** What narrows a list, of these names; it stands in the address alone. */
export function useNarrowing<Name extends string>(...names: Name[]) {
  const [search, setSearch] = useSearchParams();
  const value = (name: Name) => search.get(name)?.trim() ?? "";
  const given = names.filter((name) => value(name) !== "");
  const narrow = (changes: Partial<Record<Name, string>>) => {
    const next = { ...Object.fromEntries(given.map((name) => [name, value(name)])), ...changes };
    setSearch(Object.fromEntries(Object.entries<string>(next as Record<string, string>).filter(([, words]) => words)));
  };
  return { value, narrow, isNarrowed: given.length > 0, clear: () => setSearch({}) };
}
