import { Trans } from "@lingui/react/macro";
import type { Cart } from "../../queries/cart";
import { styled } from "../../theme/styled";
import { colour, fonts, type as sizes } from "../../theme/tokens";
import { Price } from "../../ui";
import { CartLineRow } from "./CartLineRow";

interface Props {
  cart: Cart;
  /** What a shop's name is below the heading of what this stands in. */
  heading: "h2" | "h3";
  /** Called when a line leads to its product. */
  onLeave?: () => void;
}

/** The cart by shop, each of several lines with what it comes to. */
export function CartSections({ cart, heading: Heading, onLeave }: Props) {
  const shops = [...new Set(cart.lines.map(({ seller_id }) => seller_id))];
  return (
    <>
      {shops.map((id) => {
        const lines = cart.lines.filter(({ seller_id }) => seller_id === id);
        const group = cart.sellers.find(({ seller_id }) => seller_id === id);
        return (
          <Section key={id}>
            <Heading>
              {lines[0]?.seller_name ? <bdi>{lines[0].seller_name}</bdi> : <Trans>No longer sold</Trans>}
            </Heading>
            <ul>
              {lines.map((line) => (
                <li key={line.id}>
                  <CartLineRow line={line} {...(onLeave && { onLeave })} />
                </li>
              ))}
            </ul>
            {group && shops.length > 1 && lines.length > 1 && (
              <p>
                <Trans>Subtotal</Trans> <Price of={group.total} />
              </p>
            )}
          </Section>
        );
      })}
    </>
  );
}

const Section = styled("section")({
  paddingBlock: 12,
  "& + &": { borderBlockStart: `1px solid ${colour("line")}` },
  "& > h2, & > h3": { font: `620 ${sizes.compact}/1.3 ${fonts.display}`, letterSpacing: "-.01em" },
  "& > p": { display: "flex", justifyContent: "space-between", color: colour("quiet"), fontSize: sizes.compact },
});
