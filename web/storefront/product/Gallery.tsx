import { useLingui } from "@lingui/react/macro";
import { styled } from "../../theme/styled";
import { gutter } from "../../theme/tokens";
import { Picture } from "../../ui";
import { PICTURES } from "../../ui/Picture";
import type { Product } from "./variants";

/** The pictures of a product: side by side to be pushed along on a phone, one below the other on a desk. */
export function Gallery({ product }: { product: Product }) {
  const { t } = useLingui();
  const pictures = product.images.length > 0 ? product.images : [{ url: product.image_url, alt: null }];
  const { title } = product;
  return (
    <Pictures
      id={PICTURES}
      role={pictures.length > 1 ? "group" : undefined}
      aria-label={pictures.length > 1 ? t`Pictures` : undefined}
    >
      {pictures.map(({ url, alt }, place) => (
        <Picture
          key={url}
          src={url}
          alt={alt ?? (place === 0 ? title : t`${title}, picture ${place + 1}`)}
          first={place === 0}
        />
      ))}
    </Pictures>
  );
}

const Pictures = styled("div")({
  position: "sticky",
  top: 132,
  display: "grid",
  gap: 16,
  "& > *": { maxHeight: "max(420px, calc(100dvh - 172px))", width: "100%" },
  "@media (max-width: 800px)": {
    position: "static",
    gridAutoFlow: "column",
    gridAutoColumns: "100%",
    gap: 0,
    overflowX: "auto",
    scrollSnapType: "x mandatory",
    scrollbarWidth: "none",
    marginInline: `calc(-1 * ${gutter})`,
    "& > *": { scrollSnapAlign: "center", borderRadius: "0 !important", maxHeight: "none" },
  },
});
