import { Trans } from "@lingui/react/macro";
import { memo, useState } from "react";
import { Link } from "react-router";
import type { Model } from "../../api/contract";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import type { LookedAt } from "../../state/looked_at";
import { styled } from "../../theme/styled";
import { colour, motion, radius, type as sizes } from "../../theme/tokens";
import { Picture, Price } from "../../ui";
import { Choose, QuickAdd } from "./QuickAdd";

/** What a card shows of a product; what is not known of it is not shown. */
export type CardOf = LookedAt & Partial<Model<"ProductCard">>;

interface Props {
  product: CardOf;
  /** Whether it is seen without scrolling. */
  first?: boolean;
  /** Whether the shop stands below; not on the shop's own page. */
  withShop?: boolean;
}

/** A product in a list: the picture is the card, and all of it is one link; what adds it at once lies above. */
export const ProductCard = memo(function ProductCard({ product, first = false, withShop = true }: Props) {
  const { title, image_url, image_alt, second_image_url, seller, in_stock = true } = product;
  const { default_variant_id, variant_count } = product;
  const [near, setNear] = useState(false);
  return (
    <Card onPointerEnter={({ pointerType }) => pointerType === "mouse" && setNear(true)}>
      <div className="pictures">
        <Picture src={image_url} alt={image_alt ?? ""} first={first} className={in_stock ? undefined : "away"} />
        {near && second_image_url && <Picture src={second_image_url} alt="" className="second" />}
        {!in_stock && (
          <b>
            <Trans>Sold out</Trans>
          </b>
        )}
      </div>
      <h3 dir="auto">
        <Link to={paths.product.to(product)}>{title}</Link>
      </h3>
      <CardPrice product={product} />
      {withShop && (
        <p>
          <bdi>{seller.name}</bdi>
        </p>
      )}
      {default_variant_id &&
        (variant_count === 1 ? <QuickAdd variant_id={default_variant_id} title={title} /> : <Choose />)}
    </Card>
  );
});

/** What it costs, or from what on. */
function CardPrice({ product: { price, highest_price } }: { product: CardOf }) {
  const { money } = useFormat();
  if (!highest_price || highest_price.amount === price.amount) return <Price of={price} />;
  const least = money(price);
  return (
    <bdi className="price">
      <Trans>from {least}</Trans>
    </bdi>
  );
}

const Card = styled("article")({
  position: "relative",
  display: "grid",
  gridTemplateColumns: "1fr auto",
  gap: "2px 12px",
  alignContent: "start",
  height: "100%",
  "& > .pictures": { position: "relative", gridColumn: "1 / -1", marginBlockEnd: 8 },
  "& .away": { opacity: 0.55 },
  "& .second": { position: "absolute", inset: 0, opacity: 0, transition: `opacity ${motion.drawer}` },
  "&:hover .second": { opacity: 1 },
  "& > h3": {
    font: "inherit",
    textAlign: ["-webkit-match-parent", "match-parent"],
    fontWeight: 600,
    letterSpacing: 0,
    minWidth: 0,
    lineHeight: 1.35,
    overflowWrap: "anywhere",
    display: "-webkit-box",
    WebkitBoxOrient: "vertical",
    WebkitLineClamp: 2,
    overflow: "hidden",
    textWrap: "wrap",
  },
  "& > h3 > a": { textDecoration: "none" },
  "& > h3 > a::after": { content: '""', position: "absolute", inset: 0, borderRadius: radius.picture },
  "& > h3 > a:focus-visible": { outline: "none" },
  "& > h3 > a:focus-visible::after": { outline: `3px solid ${colour("cobalt")}`, outlineOffset: 3 },
  "&:hover > h3 > a": { textDecoration: "underline" },
  "& > .price": { fontSize: sizes.compact, lineHeight: "22px" },
  "& > p": { gridColumn: "1 / -1", color: colour("quiet"), fontSize: sizes.label, overflowWrap: "anywhere" },
  "& .pictures > b": {
    position: "absolute",
    insetBlockStart: 10,
    insetInlineStart: 10,
    padding: "2px 10px",
    borderRadius: 99,
    background: colour("ground"),
    fontSize: sizes.small,
    fontWeight: 600,
  },
  // Beside a price a title has no room for its words there.
  "@media (max-width: 480px)": { gridTemplateColumns: "minmax(0, 1fr)" },
});
