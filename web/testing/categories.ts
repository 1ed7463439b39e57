import type { Category } from "../queries/categories";

/** A category that has products, with those that stand below it in their order. */
export const category = (name: string, ...children: Category[]): Category => ({
  id: name.toLowerCase(),
  name,
  slug: name.toLowerCase(),
  path: name.toLowerCase(),
  tax_class: null,
  taxed_as: "standard",
  position: 0,
  version: 3,
  has_products: true,
  children: children.map((child, position) => ({ ...child, position })),
});
