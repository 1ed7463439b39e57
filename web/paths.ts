interface Named {
  id: string;
  /** The API's words for the address; without them the page finds the right address itself. */
  slug?: string;
}

const withWords = (folder: string) => ({
  pattern: `/${folder}/:slug/:id`,
  to: ({ id, slug = "-" }: Named) => `/${folder}/${encodeURIComponent(slug)}/${id}`,
});

const fixed = <P extends string>(pattern: P) => ({ pattern, to: () => pattern });
const one = <P extends string>(pattern: P) => ({ pattern, to: (id: string) => pattern.replace(":id", id) });

// Names the page of the shop to return to.
const withBack = <P extends string>(pattern: P) => ({
  pattern,
  to: (back?: string) => (back ? `${pattern}?back=${encodeURIComponent(back)}` : pattern),
});

// A list, narrowed by what its address says.
const withQuery = <P extends string>(pattern: P) => ({
  pattern,
  to: (query: Record<string, string> = {}) => {
    const words = new URLSearchParams(query).toString();
    return words ? `${pattern}?${words}` : pattern;
  },
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
  addresses: { ...fixed("/account/addresses"), edit: (id: string) => `/account/addresses?edit=${id}` },
  notifications: fixed("/account/notifications"),
  storeCredit: fixed("/account/store-credit"),
  signIn: withBack("/sign-in"),
  register: withBack("/register"),
  sell: fixed("/sell"),
  seller: fixed("/seller"),
  sellerOrders: withQuery("/seller/orders"),
  sellerPicks: fixed("/seller/orders/picks"),
  sellerOrder: one("/seller/orders/:id"),
  sellerReturns: withQuery("/seller/returns"),
  sellerReturn: one("/seller/returns/:id"),
  sellerPromotions: withQuery("/seller/promotions"),
  sellerShipping: fixed("/seller/shipping"),
  sellerProducts: fixed("/seller/products"),
  sellerNewProduct: fixed("/seller/products/new"),
  sellerProduct: one("/seller/products/:id"),
  sellerStock: fixed("/seller/stock"),
  sellerWarehouses: fixed("/seller/stock/warehouses"),
  sellerMoney: withQuery("/seller/money"),
  sellerInvoices: withQuery("/seller/invoices"),
  sellerFiles: fixed("/seller/files"),
  sellerImport: one("/seller/files/:id"),
  sellerShop: fixed("/seller/shop"),
  admin: fixed("/admin"),
  adminShops: withQuery("/admin/shops"),
  adminShop: one("/admin/shops/:id"),
  adminCategories: fixed("/admin/categories"),
  adminOrders: withQuery("/admin/orders"),
  adminOrder: one("/admin/orders/:id"),
  adminPayments: withQuery("/admin/payments"),
  adminDisputes: withQuery("/admin/disputes"),
  adminReconciliation: withQuery("/admin/reconciliation"),
  adminPayouts: withQuery("/admin/payouts"),
  adminRefunds: withQuery("/admin/refunds"),
  adminCommission: fixed("/admin/commission"),
  adminPromotions: withQuery("/admin/promotions"),
  adminGiftCards: withQuery("/admin/gift-cards"),
  adminMessages: withQuery("/admin/messages"),
  adminMessage: one("/admin/messages/:id"),
  adminAudit: withQuery("/admin/audit"),
};
