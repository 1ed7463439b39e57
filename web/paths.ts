/** Make the part of an address that is only words: it helps people, and the id behind it decides. */
export function slug(words: string): string {
  const plain = words
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/['’]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80);
  return plain || "-";
}

interface Named {
  id: string;
}

const withWords = (folder: string) => ({
  pattern: `/${folder}/:slug/:id`,
  to: (words: string, { id }: Named) => `/${folder}/${encodeURIComponent(slug(words))}/${id}`,
});

const fixed = <P extends string>(pattern: P) => ({ pattern, to: () => pattern });
const one = <P extends string>(pattern: P) => ({ pattern, to: (id: string) => pattern.replace(":id", id) });

// Names the page of the shop to return to.
const withBack = <P extends string>(pattern: P) => ({
  pattern,
  to: (back?: string) => (back ? `${pattern}?back=${encodeURIComponent(back)}` : pattern),
});

/** Every address there is: the pattern that its route matches, and how a link to it is made. */
export const paths = {
  home: fixed("/"),
  search: { pattern: "/search", to: (q = "") => (q ? `/search?q=${encodeURIComponent(q)}` : "/search") },
  category: withWords("categories"),
  product: withWords("products"),
  shops: fixed("/shops"),
  shop: withWords("shops"),
  cart: fixed("/cart"),
  checkout: fixed("/checkout"),
  payment: one("/checkout/:id"),
  orders: fixed("/orders"),
  claim: fixed("/orders/claim"),
  order: one("/orders/:id"),
  account: fixed("/account"),
  addresses: fixed("/account/addresses"),
  notifications: fixed("/account/notifications"),
  signIn: withBack("/sign-in"),
  register: withBack("/register"),
  sell: fixed("/sell"),
  seller: fixed("/seller"),
  admin: fixed("/admin"),
};
