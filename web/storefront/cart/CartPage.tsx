import { Trans, useLingui } from "@lingui/react/macro";
import type { Model } from "../../api/contract";
import { begin } from "../../api/session";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { type Cart, useCart } from "../../queries/cart";
import { useVisitor } from "../../queries/me";
import { styled } from "../../theme/styled";
import { colour, radius, type as sizes } from "../../theme/tokens";
import { ButtonLink, Empty, ErrorState, Page, Price, QueryStates, RowGhosts } from "../../ui";
import { useLikelyCountry, useQuote } from "../checkout/queries";
import { CartSections } from "./CartSections";
import { CouponField } from "./CouponField";

/** The cart on a page of its own. */
export function CartPage() {
  const { t } = useLingui();
  const { role, known, problem } = useVisitor();
  const cart = useCart();
  const nothing = (
    <Empty
      action={
        <ButtonLink to={paths.search.to()} variant="contained">
          <Trans>See what there is</Trans>
        </ButtonLink>
      }
    >
      <Trans>Your cart is empty.</Trans>
    </Empty>
  );
  return (
    <Page title={t`Your cart`} unlisted>
      {known && role === null ? (
        problem ? (
          <ErrorState problem={problem} onRetry={() => void begin()} />
        ) : (
          nothing
        )
      ) : (
        <QueryStates
          query={cart}
          ghost={<RowGhosts rows={4} height={120} />}
          empty={nothing}
          isEmpty={({ lines }) => lines.length === 0}
        >
          {(data) => (
            <Columns aria-busy={cart.isFetching}>
              <div>
                <CartSections cart={data} heading="h2" />
              </div>
              <Sum cart={data} />
            </Columns>
          )}
        </QueryStates>
      )}
    </Page>
  );
}

/** What it comes to, and the way on. */
function Sum({ cart }: { cart: Cart }) {
  const { total, sellers, lines, quantity } = cart;
  const { country: named } = useFormat();
  const country = useLikelyCountry();
  const { data: quote } = useQuote(country ? { country: country as Model<"Destination"> } : null);
  const where = country && named(country);
  const blocked = lines.some(({ note }) => note !== null && note !== "other_currency");
  return (
    <aside>
      {total && (
        <dl>
          {sellers.length > 1 &&
            sellers.map((shop) => (
              <div key={shop.seller_id}>
                <dt>
                  <bdi>{shop.seller_name}</bdi>
                </dt>
                <dd>
                  <Price of={shop.total} />
                </dd>
              </div>
            ))}
          <div className="total">
            <dt>
              <Trans>Total before delivery</Trans>
            </dt>
            <dd>
              <Price of={total} />
            </dd>
          </div>
        </dl>
      )}
      {quote && quote.promotions.length > 0 && (
        <dl>
          {quote.promotions.map(({ id, title, discount }) => (
            <div key={id}>
              <dt>
                <bdi>{title}</bdi>
              </dt>
              <dd>
                <Price of={{ ...discount, amount: -discount.amount }} />
              </dd>
            </div>
          ))}
          <div>
            <dt>
              <Trans>With delivery to {where}</Trans>
            </dt>
            <dd>
              <Price of={quote.total} />
            </dd>
          </div>
        </dl>
      )}
      <p>
        {quote?.prices_include_tax === false ? (
          <Trans>VAT is added. What delivery costs is said before you order.</Trans>
        ) : (
          <Trans>VAT included. What delivery costs is said before you order.</Trans>
        )}
      </p>
      {quantity > 0 && <CouponField cart={cart} coupon={quote?.coupon} />}
      {blocked && (
        <p className="warning">
          <Trans>Something in here cannot be bought as it stands. Take it out, or take fewer, before you order.</Trans>
        </p>
      )}
      {quantity > 0 && (
        <ButtonLink to={paths.checkout.to()} reloadDocument variant="contained" size="large" fullWidth>
          <Trans>To the checkout</Trans>
        </ButtonLink>
      )}
    </aside>
  );
}

const Columns = styled("div")({
  display: "grid",
  gap: "24px 56px",
  alignItems: "start",
  "& > aside": {
    display: "grid",
    gap: 12,
    padding: 20,
    background: colour("sunken"),
    borderRadius: radius.picture,
    "& dl": { display: "grid", gap: 8 },
    "& dl > div": { display: "flex", justifyContent: "space-between", gap: 16 },
    "& .total": { fontWeight: 600, fontSize: sizes.large },
    "& p": { color: colour("quiet"), fontSize: sizes.label },
    "& .warning": { color: colour("ember") },
  },
  "@media (min-width: 900px)": {
    gridTemplateColumns: "minmax(0, 1fr) 380px",
    "& > aside": { position: "sticky", top: 140 },
  },
});
