import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link, useParams } from "react-router";
import { paths } from "../../paths";
import { lookAt } from "../../state/looked_at";
import { styled } from "../../theme/styled";
import { colour, measure, type as sizes } from "../../theme/tokens";
import { type Crumb, Crumbs, crumbData, Ghost, NAME, Page, Price, QueryStates, useOneAddress } from "../../ui";
import { Gone } from "../listing/Gone";
import { LookedAtRow } from "../listing/LookedAtRow";
import { BuyBar } from "./BuyBar";
import { Gallery } from "./Gallery";
import { MoreFromShop } from "./MoreFromShop";
import { Options } from "./Options";
import { productData } from "./product_data";
import { product as productOf } from "./queries";
import { firstVariant, type Product } from "./variants";

/** A product, to be looked at and bought. */
export function ProductPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const query = useQuery(productOf(id));
  const { data, error } = query;
  const canonical = data && paths.product.to(data);
  useOneAddress(canonical);
  if (!data && error?.status === 404) return <Gone />;
  const way: Crumb[] = [
    { name: NAME, to: paths.home.to() },
    ...(data?.category ?? []).map((step) => ({ name: step.name, to: paths.category.to(step) })),
  ];
  return (
    <Page
      title={data?.title ?? (error ? t`Product` : undefined)}
      heading={data || !error ? null : undefined}
      canonical={canonical}
      description={data && (summary(data.description) || t`${data.title}, from ${data.seller.name}.`)}
      image={data?.image_url}
      data={
        data && canonical
          ? [productData(data, canonical), crumbData([...way, { name: data.title, to: canonical }])]
          : undefined
      }
    >
      <Crumbs way={way} />
      <QueryStates query={query} ghost={<ProductGhost />}>
        {(product) => <Loaded key={product.id} product={product} />}
      </QueryStates>
      <LookedAtRow without={id} />
    </Page>
  );
}

function Loaded({ product }: { product: Product }) {
  const [chosen, setChosen] = useState(() => firstVariant(product)?.id);
  const variant = product.variants.find(({ id }) => id === chosen) ?? firstVariant(product);
  useLookedAtNow(product);
  return (
    <>
      <Columns>
        <Gallery product={product} />
        <div className="text">
          <h1>
            <bdi>{product.title}</bdi>
          </h1>
          <p className="shop">
            <Trans>
              from{" "}
              <Link to={paths.shop.to(product.seller)} dir="auto">
                {product.seller.name}
              </Link>
            </Trans>
          </p>
          <Price of={variant?.price ?? product.price} className="amount" />
          {variant && <Options product={product} chosen={variant} onChoose={({ id }) => setChosen(id)} />}
          <BuyBar product={product} variant={variant} />
          {product.description && (
            <p className="words" dir="auto">
              {product.description}
            </p>
          )}
          <dl>
            {Object.entries(product.attributes).map(([name, value]) => (
              <div key={name}>
                <dt>
                  <bdi>{name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ")}</bdi>
                </dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ))}
            {variant && (
              <div>
                <dt>
                  <Trans>Article</Trans>
                </dt>
                <dd>
                  <bdi>{variant.sku}</bdi>
                </dd>
              </div>
            )}
          </dl>
        </div>
      </Columns>
      <MoreFromShop product={product} />
    </>
  );
}

/** Remember it once, as it was when the page was opened. */
function useLookedAtNow({ id, slug, title, image_url, price, seller }: Product) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another price or picture is no other visit
  useEffect(() => lookAt({ id, slug, title, image_url, price, seller }), [id]);
}

function summary(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= 160 ? line : `${line.slice(0, line.lastIndexOf(" ", 158))} …`;
}

function ProductGhost() {
  return (
    <Columns aria-hidden>
      <Ghost style={{ aspectRatio: "4 / 5" }} />
      <div>
        <Ghost style={{ height: 40, width: "80%" }} />
        <Ghost style={{ height: 24, width: "40%", marginBlock: 16 }} />
        <Ghost style={{ height: 120 }} />
      </div>
    </Columns>
  );
}

const Columns = styled("div")({
  display: "grid",
  gridTemplateColumns: "minmax(0, 1.15fr) minmax(0, 1fr)",
  gap: "24px clamp(24px, 5vw, 80px)",
  alignItems: "start",
  paddingBlockStart: 8,
  "& > .text": { minWidth: 0 },
  "& h1": { fontSize: sizes.title, overflowWrap: "anywhere" },
  "& .shop": { color: colour("quiet"), marginBlock: "8px 16px" },
  "& .shop a": { color: colour("ink") },
  "& .amount": { fontSize: sizes.large, fontWeight: 600 },
  "& .words": { maxWidth: measure, whiteSpace: "pre-line", marginBlock: "8px 24px", overflowWrap: "anywhere" },
  "& dl > div": {
    display: "grid",
    gridTemplateColumns: "minmax(80px, 140px) 1fr",
    gap: 16,
    paddingBlock: 10,
    borderBlockStart: `1px solid ${colour("line")}`,
    fontSize: sizes.compact,
  },
  "& dt": { color: colour("quiet") },
  "& dd": { overflowWrap: "anywhere" },
  "@media (min-width: 801px)": { "& > .text": { position: "sticky", top: 132 } },
  "@media (max-width: 800px)": { gridTemplateColumns: "minmax(0, 1fr)" },
});
