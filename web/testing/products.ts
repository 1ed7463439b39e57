import type { Answer } from "../api/contract";

type Found = Answer<"list_products">;

const mug = (title: string): Found["items"][number] => ({
  id: title,
  title,
  slug: "mug",
  price: { amount: 1999, currency: "GBP" },
  highest_price: { amount: 2499, currency: "GBP" },
  image_url: null,
  image_alt: null,
  second_image_url: null,
  seller: { id: "s", name: "Fold & Kiln", slug: "fold-kiln" },
  category_id: "c",
  in_stock: true,
  default_variant_id: "v",
  variant_count: 2,
});

const facets: Found["facets"] = {
  counted: 2,
  currency: "GBP",
  min_price: 1999,
  max_price: 1999,
  categories: [],
  attributes: { colour: [{ value: "blue", count: 1 }] },
};

/** Products of these titles, each in two variants, as a list answers them. */
export const found = (titles: string[], next_cursor: string | null = null): Found => ({
  items: titles.map(mug),
  next_cursor,
  facets,
  total: titles.length,
  total_is_exact: next_cursor === null,
});
