import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { Model } from "../../api/contract";
import { read, readPages } from "../../api/queries";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour, fonts, type as sizes } from "../../theme/tokens";
import { Button, ButtonLink, Empty, Page, Picture, QueryStates, RowGhosts } from "../../ui";

type Shop = Model<"ListedSeller">;

/** Every shop that sells, by name. */
export function ShopsPage() {
  const { t } = useLingui();
  const first = useQuery({ ...read("list_sellers"), staleTime: 60_000 });
  const all = useInfiniteQuery({ ...readPages("list_sellers"), enabled: false });
  const nothing = (
    <Empty
      action={
        <ButtonLink to={paths.sell.to()} variant="contained">
          <Trans>Open the first shop</Trans>
        </ButtonLink>
      }
    >
      <Trans>No shop is open yet.</Trans>
    </Empty>
  );
  const shops = all.data?.pages.flatMap(({ items }) => items) ?? first.data?.items ?? [];
  const hasMore = all.data ? all.hasNextPage : first.data?.next_cursor != null;
  // The first page came by itself; from the second on they are read one behind the other.
  const more = async () => {
    if (!all.data) await all.refetch();
    await all.fetchNextPage();
  };
  return (
    <Page title={t`Shops`} canonical={paths.shops.to()} description={t`The shops of Souk, from A to Z.`}>
      <QueryStates query={first} ghost={<RowGhosts />} empty={nothing}>
        {() => (
          <>
            <List>
              {shops.map((shop) => (
                <li key={shop.id}>
                  <Entry shop={shop} />
                </li>
              ))}
            </List>
            {hasMore && (
              <Button variant="outlined" onClick={() => void more()} loading={all.isFetching}>
                <Trans>Show more</Trans>
              </Button>
            )}
          </>
        )}
      </QueryStates>
    </Page>
  );
}

function Entry({ shop }: { shop: Shop }) {
  const { country } = useFormat();
  return (
    <Link to={paths.shop.to(shop)}>
      <Picture src={shop.logo_url} alt="" ratio="1" />
      <span>
        <b>
          <bdi>{shop.name}</bdi>
        </b>
        {shop.tagline && <bdi>{shop.tagline}</bdi>}
        <small>{country(shop.country)}</small>
      </span>
    </Link>
  );
}

const List = styled("ul")({
  display: "grid",
  gridTemplateColumns: "repeat(auto-fill, minmax(min(100%, 320px), 1fr))",
  columnGap: 40,
  marginBlockEnd: 24,
  "& a": {
    display: "grid",
    gridTemplateColumns: "72px 1fr",
    gap: 16,
    alignItems: "center",
    paddingBlock: 16,
    borderBlockStart: `1px solid ${colour("line")}`,
    textDecoration: "none",
    height: "100%",
  },
  "& a > span:last-of-type": { display: "grid", minWidth: 0, overflowWrap: "anywhere" },
  "& b": { font: `620 ${sizes.large}/1.2 ${fonts.display}`, letterSpacing: "-.02em" },
  "& a:hover b": { color: colour("cobalt") },
  "& small": { color: colour("quiet"), fontSize: sizes.label },
});
