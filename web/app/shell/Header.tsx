import { Plural, useLingui } from "@lingui/react/macro";
import { styled } from "@mui/material/styles";
import { lazy, Suspense, useRef, useState } from "react";
import { Link } from "react-router";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { useCart } from "../../queries/cart";
import { openCart } from "../../state/drawer";
import { colour, fonts, gutter, type as sizes, target } from "../../theme/tokens";
import { Icon, IconButton, StarMark } from "../../ui";
import { Categories } from "./Categories";
import { SearchBox } from "./SearchBox";

const AccountMenu = lazy(async () => ({ default: (await import("./AccountMenu")).AccountMenu }));
const SettingsMenu = lazy(async () => ({ default: (await import("./SettingsMenu")).SettingsMenu }));

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
          <MenuButton label={t`Language, currency, appearance`} icon="settings" menu={SettingsMenu} />
          <MenuButton label={t`Your account`} icon="account" menu={AccountMenu} />
          <CartButton />
        </div>
      </div>
      <Categories />
    </Top>
  );
}

interface MenuButtonProps {
  label: string;
  icon: "settings" | "account";
  menu: typeof AccountMenu;
}

/** A button whose menu is fetched when it is first opened. */
function MenuButton({ label, icon, menu: Menu }: MenuButtonProps) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const show = () => {
    setWanted(true);
    setOpen(true);
  };
  return (
    <>
      <IconButton ref={anchor} onClick={show} aria-label={label} aria-haspopup="menu" aria-expanded={open}>
        <Icon name={icon} />
      </IconButton>
      {wanted && (
        <Suspense>
          <Menu anchor={anchor.current} open={open} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
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
        <Plural value={quantity} _0="Cart, empty" one="Cart, # thing" other="Cart, # things" />
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
      insetInlineEnd: 0,
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
