import { Trans, useLingui } from "@lingui/react/macro";
import { Outlet, useLocation } from "react-router";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour, fonts, gutter, target } from "../../theme/tokens";
import { Confirmations, StarMark } from "../../ui";
import { Skip } from "./Skip";

/** What stands around the pages of the checkout: the way home and the way back, and nothing that leads astray. */
export function CheckoutShell() {
  const { t } = useLingui();
  const { pathname } = useLocation();
  return (
    <>
      <Skip />
      <Top>
        <a href={paths.home.to()} className="mark" aria-label={t`Souk, to the start`}>
          <StarMark size={24} />
          <span translate="no">Souk</span>
        </a>
        {pathname === paths.checkout.to() && (
          <a href={paths.cart.to()}>
            <Trans>Back to the cart</Trans>
          </a>
        )}
      </Top>
      <Outlet />
      <Confirmations />
    </>
  );
}

const Top = styled("header")({
  display: "flex",
  alignItems: "center",
  justifyContent: "space-between",
  gap: 16,
  paddingInline: gutter,
  minHeight: 64,
  borderBlockEnd: `1px solid ${colour("line")}`,
  "& > a": { display: "inline-flex", alignItems: "center", gap: 10, minHeight: target },
  "& > .mark": { font: `620 24px/1 ${fonts.display}`, letterSpacing: "-.03em", textDecoration: "none" },
  "& svg": { color: colour("cobalt") },
});
