import { styled } from "../../theme/styled";
import { Ghost } from "../../ui";
import { type CardOf, ProductCard } from "./ProductCard";

interface Props {
  products: CardOf[];
  /** How many of them are seen without scrolling. */
  first?: number;
  busy?: boolean;
  withShop?: boolean;
  /** Whether a last row that is not full is left out. */
  whole?: boolean;
}

/** Products side by side: two on the smallest phone, five or six on a desk. */
export function ProductGrid({ products, first = 0, busy = false, withShop = true, whole = false }: Props) {
  return (
    <Place>
      <Grid aria-busy={busy} style={{ opacity: busy ? 0.6 : 1 }} className={whole ? "whole" : undefined}>
        {products.map((product, place) => (
          <li key={product.id}>
            <ProductCard product={product} first={place < first} withShop={withShop} />
          </li>
        ))}
      </Grid>
    </Place>
  );
}

/** The same on its way. */
export function ProductGridGhost({ count = 10 }: { count?: number }) {
  return (
    <Place>
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
    </Place>
  );
}

/** So many columns between two widths: the beginning of a last row that is not full, and what follows, may be left out. */
const columns = (count: number, from: number, to: number) => {
  const begun = `&.whole > li:nth-of-type(${count}n+${count + 1}):nth-last-of-type(-n+${count - 1})`;
  return {
    [`@container (min-width: ${from}px) and (max-width: ${to - 0.01}px)`]: {
      gridTemplateColumns: `repeat(${count}, minmax(0, 1fr))`,
      [`${begun}, ${begun} ~ li`]: { display: "none" },
    },
  };
};

const Place = styled("div")({ containerType: "inline-size" });

const Grid = styled("ul")({
  display: "grid",
  gap: "32px clamp(12px, 2vw, 24px)",
  transition: "opacity 150ms",
  "& > li": { minWidth: 0 },
  ...columns(2, 0, 730),
  ...columns(3, 730, 980),
  ...columns(4, 980, 1230),
  ...columns(5, 1230, 1480),
  ...columns(6, 1480, 1680),
});
