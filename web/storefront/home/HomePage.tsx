import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { read } from "../../api/queries";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour, measure, type as sizes } from "../../theme/tokens";
import { ButtonLink, Empty, Island, NAME, Page, QueryStates } from "../../ui";
import { interleave } from "../listing/interleave";
import { LookedAtRow } from "../listing/LookedAtRow";
import { ProductGrid, ProductGridGhost } from "../listing/ProductGrid";
import { CategoryIndex } from "./CategoryIndex";
import { Tiles } from "./Tiles";

/** The first page: what is new in all shops, and the ways into them. */
export function HomePage() {
  const { t } = useLingui();
  const newest = useQuery(read("list_products"));
  return (
    <Page
      title={NAME}
      heading={null}
      canonical={paths.home.to()}
      description={t`Things from many small shops, in one cart: made by people whose names stand on them.`}
      data={[{ "@context": "https://schema.org", "@type": "WebSite", name: NAME, url: paths.home.to() }]}
    >
      <Hero>
        <Tiles />
        <h1>
          <Trans>Many shops, one cart</Trans>
        </h1>
        <p>
          <Trans>Pick from every stall in the hall and pay once. Each thing says who made it.</Trans>
        </p>
      </Hero>
      <Section>
        <div>
          <h2>
            <Trans>New in the hall</Trans>
          </h2>
          <ButtonLink to={paths.search.to()} variant="text">
            <Trans>See everything</Trans>
          </ButtonLink>
        </div>
        <Island>
          <QueryStates query={newest} ghost={<ProductGridGhost />} empty={<NothingYet />}>
            {(page) => (
              <ProductGrid products={interleave(page.items)} first={4} busy={newest.isPlaceholderData} whole />
            )}
          </QueryStates>
        </Island>
      </Section>
      <Island>
        <CategoryIndex />
        <LookedAtRow />
      </Island>
    </Page>
  );
}

function NothingYet() {
  return (
    <Empty
      action={
        <ButtonLink to={paths.sell.to()} variant="contained">
          <Trans>Open the first shop</Trans>
        </ButtonLink>
      }
    >
      <Trans>Nothing is sold here yet.</Trans>
    </Empty>
  );
}

const Hero = styled("div")({
  position: "relative",
  paddingBlock: "clamp(8px, 3vw, 48px) clamp(24px, 4vw, 56px)",
  "& > h1": { fontSize: sizes.hero, maxWidth: "14ch", lineHeight: 1 },
  "& > p": { fontSize: sizes.large, maxWidth: measure, color: colour("quiet"), marginBlockStart: 16 },
});

const Section = styled("section")({
  "& > div:first-of-type": {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "baseline",
    justifyContent: "space-between",
    gap: "0 24px",
    marginBlockEnd: 12,
  },
  "& h2": { fontSize: sizes.title },
});
