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

const product = msg`Product`;

/** What the words typed so far could mean. */
export const suggestions = (q: string) =>
  queryOptions({
    ...read("list_products", { q, limit: 6 }),
    staleTime: 60_000,
    select: (found): Suggestion[] =>
      found.items.map((one) => ({ words: one.title, to: paths.product.to(one), kind: product })),
  });
