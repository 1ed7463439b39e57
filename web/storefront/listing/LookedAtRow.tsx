import { Trans } from "@lingui/react/macro";
import { useLookedAt } from "../../state/looked_at";
import { styled } from "../../theme/styled";
import { type as sizes } from "../../theme/tokens";
import { ProductCard } from "./ProductCard";

interface Props {
  /** The product whose page this is. */
  without?: string;
}

/** What was last looked at on this device. */
export function LookedAtRow({ without }: Props) {
  const products = useLookedAt((state) => state.products).filter(({ id }) => id !== without);
  if (products.length === 0) return null;
  return (
    <Section aria-labelledby="looked-at">
      <h2 id="looked-at">
        <Trans>Last looked at</Trans>
      </h2>
      <ul>
        {products.map((product) => (
          <li key={product.id}>
            <ProductCard product={product} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

const Section = styled("section")({
  marginBlockStart: 72,
  "& > h2": { fontSize: sizes.title, marginBlockEnd: 16 },
  "& > ul": {
    display: "grid",
    gridAutoFlow: "column",
    gridAutoColumns: "clamp(140px, 38vw, 200px)",
    gap: 16,
    overflowX: "auto",
    // Room for the focus ring, which would be cut off.
    padding: 6,
    margin: -6,
    scrollSnapType: "x proximity",
    "& > li": { scrollSnapAlign: "start" },
  },
});
