import { styled } from "../../theme/styled";
import { Ghost } from "../../ui";
import { type CardOf, ProductCard } from "./ProductCard";

interface Props {
  products: CardOf[];
  /** How many of them are seen without scrolling. */
  first?: number;
  busy?: boolean;
  withShop?: boolean;
}

/** Products side by side: two on the smallest phone, five or six on a desk. */
export function ProductGrid({ products, first = 0, busy = false, withShop = true }: Props) {
  return (
    <Grid aria-busy={busy} style={{ opacity: busy ? 0.6 : 1 }}>
      {products.map((product, place) => (
        <li key={product.id}>
          <ProductCard product={product} first={place < first} withShop={withShop} />
        </li>
      ))}
    </Grid>
  );
}

/** The same on its way. */
export function ProductGridGhost({ count = 10 }: { count?: number }) {
  return (
    <Grid aria-hidden>
      {Array.from({ length: count }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing tells ghosts apart
        <li key={place}>
          <Ghost style={{ aspectRatio: "4 / 5" }} />
          <Ghost style={{ marginBlockStart: 12, width: "70%" }} />
          <Ghost style={{ marginBlockStart: 8, width: "40%" }} />
        </li>
      ))}
    </Grid>
  );
}

const Grid = styled("ul")({
  display: "grid",
  gridTemplateColumns: "repeat(auto-fill, minmax(min(44vw - 20px, 230px), 1fr))",
  gap: "32px clamp(12px, 2vw, 24px)",
  transition: "opacity 150ms",
  "& > li": { minWidth: 0 },
});
