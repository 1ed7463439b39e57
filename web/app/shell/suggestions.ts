import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { queryOptions } from "@tanstack/react-query";
import { read } from "../../api/queries";
import { paths } from "../../paths";

/** Something that what was typed so far could mean. */
export interface Suggestion {
  words: string;
  to: string;
  kind: MessageDescriptor;
}

const kinds = { product: msg`Product`, category: msg`Category`, shop: msg`Shop` };

/** What the words typed so far could mean: categories and shops of that name, then products. */
export const suggestions = (words: string) =>
  queryOptions({
    ...read("list_suggestions", { q: words }),
    staleTime: 60_000,
    select: ({ categories, shops, products }): Suggestion[] => [
      ...categories.map((one) => ({ words: one.name, to: paths.category.to(one), kind: kinds.category })),
      ...shops.map((one) => ({ words: one.name, to: paths.shop.to(one), kind: kinds.shop })),
      ...products.map((one) => ({ words: one.title, to: paths.product.to(one), kind: kinds.product })),
    ],
  });
