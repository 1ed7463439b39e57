import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { paths } from "../../paths";
import { consoleOf, useVisitor } from "../../queries/me";
import { styled } from "../../theme/styled";
import { colour, gutter, type as sizes, target } from "../../theme/tokens";
import { StarMark } from "../../ui";

/** The end of every page. */
export function Footer() {
  const { i18n } = useLingui();
  const own = consoleOf(useVisitor().role);
  return (
    <Foot>
      <p>
        <StarMark size={18} /> <Trans>Many shops, one cart.</Trans>
      </p>
      <nav>
        <Link to={paths.shops.to()}>
          <Trans>Shops</Trans>
        </Link>
        <Link to={paths.orders.to()}>
          <Trans>Orders</Trans>
        </Link>
        {own ? (
          <Link to={own.to}>{i18n._(own.name)}</Link>
        ) : (
          <Link to={paths.sell.to()}>
            <Trans>Sell on Souk</Trans>
          </Link>
        )}
      </nav>
    </Foot>
  );
}

const Foot = styled("footer")({
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  justifyContent: "space-between",
  gap: "8px 32px",
  padding: `24px ${gutter}`,
  borderBlockStart: `1px solid ${colour("line")}`,
  fontSize: sizes.compact,
  "& p": { display: "flex", alignItems: "center", gap: 8, color: colour("quiet") },
  "& svg": { color: colour("cobalt") },
  "& nav": { display: "flex", flexWrap: "wrap", gap: "0 24px" },
  "& a": { display: "inline-flex", alignItems: "center", minHeight: target },
});
