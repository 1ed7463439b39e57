import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { styled } from "../../theme/styled";
import { type as sizes } from "../../theme/tokens";
import { ProductGrid } from "../listing/ProductGrid";
import { fromTheSameShop } from "./queries";
import type { Product } from "./variants";

/** Other things of the same shop; nothing where they do not come. */
export function MoreFromShop({ product }: { product: Product }) {
  const { data } = useQuery({ ...fromTheSameShop(product.seller.id), staleTime: 60_000 });
  const others = data?.items.filter(({ id }) => id !== product.id).slice(0, 6) ?? [];
  const { name } = product.seller;
  if (others.length === 0) return null;
  return (
    <Section aria-labelledby="more">
      <h2 id="more">
        <Trans>More from {name}</Trans>
      </h2>
      <ProductGrid products={others} withShop={false} whole />
    </Section>
  );
}

const Section = styled("section")({ marginBlockStart: 72, "& > h2": { fontSize: sizes.title, marginBlockEnd: 16 } });
