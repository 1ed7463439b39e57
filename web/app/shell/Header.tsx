import { Plural, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { useCart } from "../../queries/cart";
import { openCart } from "../../state/drawer";
import { styled } from "../../theme/styled";
import { colour, fonts, gutter, type as sizes, target } from "../../theme/tokens";
import { Icon, IconButton, StarMark } from "../../ui";
import { Categories } from "./Categories";
import { Menus } from "./Menus";
import { SearchBox } from "./SearchBox";

/** The head of every page: the way home, the search, the categories, oneself, the cart. */
export function Header() {
  const { t } = useLingui();
  return (
    <Top>
      <div className="line">
        <Link to={paths.home.to()} className="mark" aria-label={t`Souk, to the start`}>
          <StarMark size={24} />
          <span translate="no">Souk</span>
        </Link>
        <SearchBox />
        <div className="buttons">
          <Menus />
          <CartButton />
        </div>
      </div>
      <Categories />
    </Top>
  );
}

function CartButton() {
  const { count } = useFormat();
  const cart = useCart();
  const quantity = cart.data?.quantity ?? 0;
  return (
    <IconButton onClick={openCart} className="cart" aria-haspopup="dialog">
      <Icon name="cart" />
      {quantity > 0 && <b aria-hidden>{count(quantity)}</b>}
      <span className="for-ears">
        <Plural value={quantity} _0="Cart, empty" one="Cart, # item" other="Cart, # items" />
      </span>
    </IconButton>
  );
}

const Top = styled("header")({
  position: "sticky",
  top: 0,
  zIndex: 10,
  background: colour("ground"),
  borderBlockEnd: `1px solid ${colour("line")}`,
  "& > .line": {
    display: "grid",
    gridTemplateColumns: "auto 1fr auto",
    alignItems: "center",
    gap: "0 clamp(8px, 2vw, 32px)",
    paddingInline: gutter,
    minHeight: 64,
  },
  "& .mark": {
    display: "inline-flex",
    alignItems: "center",
    gap: 10,
    minHeight: target,
    font: `620 24px/1 ${fonts.display}`,
    letterSpacing: "-.03em",
    textDecoration: "none",
    "& > svg": { color: colour("cobalt") },
  },
  "& .buttons": { display: "flex", marginInlineEnd: -10 },
  "& .cart": {
    position: "relative",
    "& b": {
      position: "absolute",
      top: 2,
      insetInlineEnd: 6,
      minWidth: 18,
      height: 18,
      paddingInline: 5,
      borderRadius: 9,
      background: colour("cobalt"),
      color: colour("on-cobalt"),
      font: `600 11px/18px ${fonts.text}`,
      fontSize: sizes.small,
      textAlign: "center",
    },
  },
  "@media (max-width: 720px)": {
    position: "static",
    "& > .line": { gridTemplateColumns: "1fr auto", paddingBlock: "6px 0" },
    "& .search": { gridColumn: "1 / -1", gridRow: 2, paddingBlock: "6px 8px" },
  },
});
