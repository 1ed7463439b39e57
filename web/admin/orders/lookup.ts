export const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Say what somebody looks for: a thing by its id, an address, or something with a name of its own. */
export function lookup(words: string): { id: string } | { email: string } | { name: string } | null {
  const sought = words.trim();
  if (sought === "") return null;
  if (ID.test(sought)) return { id: sought.toLowerCase() };
  return sought.includes("@") ? { email: sought } : { name: sought };
}
