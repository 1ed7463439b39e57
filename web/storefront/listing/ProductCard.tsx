import { Trans } from "@lingui/react/macro";
import { styled } from "@mui/material/styles";
import { Link } from "react-router";
import type { Model, Money } from "../../api/contract";
import { paths } from "../../paths";
import { colour, radius, type as sizes } from "../../theme/tokens";
import { Picture, Price } from "../../ui";

/** What a card shows of a product. */
export interface CardOf extends Pick<Model<"ProductCard">, "id" | "title" | "image_url" | "seller"> {
  price: Money;
  in_stock?: boolean;
}

interface Props {
  product: CardOf;
  /** Whether it is seen without scrolling. */
  first?: boolean;
  /** Whether the shop stands below; not on the shop's own page. */
  withShop?: boolean;
}

/** A product in a list: the picture is the card, and all of it is one link. */
export function ProductCard({ product, first = false, withShop = true }: Props) {
  const { title, image_url, price, seller, in_stock = true } = product;
  return (
    <Card>
      <Picture src={image_url} alt="" first={first} className={in_stock ? undefined : "away"} />
      <h3>
        <Link to={paths.product.to(title, product)}>{title}</Link>
      </h3>
      <Price of={price} />
      {withShop && <p>{seller.name}</p>}
      {!in_stock && (
        <b>
          <Trans>Sold out</Trans>
        </b>
      )}
    </Card>
  );
}

const Card = styled("article")({
  position: "relative",
  display: "grid",
  gridTemplateColumns: "1fr auto",
  gap: "2px 12px",
  alignContent: "start",
  height: "100%",
  "& > span:first-of-type": { gridColumn: "1 / -1", marginBlockEnd: 8 },
  "& > .away": { opacity: 0.55 },
  "& > h3": {
    font: "inherit",
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
  "& > p": { gridColumn: "1 / -1", color: colour("quiet"), fontSize: sizes.label, overflowWrap: "anywhere" },
  "& > b": {
    position: "absolute",
    insetBlockStart: 10,
    insetInlineStart: 10,
    padding: "2px 10px",
    borderRadius: 99,
    background: colour("ground"),
    fontSize: sizes.small,
    fontWeight: 600,
  },
});
