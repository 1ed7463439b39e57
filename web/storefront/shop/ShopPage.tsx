import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { read } from "../../api/queries";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour, measure, radius, type as sizes } from "../../theme/tokens";
import { Empty, Ghost, Page, Picture, QueryStates, useOneAddress } from "../../ui";
import { Gone } from "../listing/Gone";
import { Listing } from "../listing/Listing";

/** A shop: who it is, what it promises, what it sells. */
export function ShopPage() {
  const { t } = useLingui();
  const { country } = useFormat();
  const { id = "" } = useParams();
  const query = useQuery({ ...read("get_seller", { seller_id: id }), staleTime: 60_000 });
  const { data, error } = query;
  const canonical = data && paths.shop.to(data);
  useOneAddress(canonical);
  if (!data && error?.status === 404) return <Gone />;
  return (
    <Page
      title={data?.name ?? (error ? t`Shop` : undefined)}
      heading={data || !error ? null : undefined}
      canonical={canonical}
      description={data?.tagline || (data && t`Everything that ${data.name} sells on Souk.`)}
      image={data?.banner_url ?? data?.logo_url}
    >
      <QueryStates query={query} ghost={<Ghost style={{ height: 160 }} />}>
        {(shop) => (
          <Top>
            {shop.banner_url && <Picture src={shop.banner_url} alt="" ratio="4 / 1" first className="banner" />}
            <div className="name">
              <Picture src={shop.logo_url} alt="" ratio="1" first className="logo" />
              <div>
                <h1>
                  <bdi>{shop.name}</bdi>
                </h1>
                <p>
                  {shop.tagline && <bdi>{shop.tagline}</bdi>}
                  {shop.tagline && " · "}
                  {country(shop.country)}
                </p>
              </div>
            </div>
            {shop.about && (
              <p className="about" dir="auto">
                {shop.about}
              </p>
            )}
            {(shop.shipping_policy || shop.returns_policy) && (
              <div className="policies">
                {shop.shipping_policy && (
                  <details>
                    <summary>
                      <Trans>Delivery</Trans>
                    </summary>
                    <p dir="auto">{shop.shipping_policy}</p>
                  </details>
                )}
                {shop.returns_policy && (
                  <details>
                    <summary>
                      <Trans>Returns</Trans>
                    </summary>
                    <p dir="auto">{shop.returns_policy}</p>
                  </details>
                )}
              </div>
            )}
          </Top>
        )}
      </QueryStates>
      <Listing
        source={{ kind: "shop", id }}
        empty={
          <Empty>
            <Trans>This shop has nothing on its shelves at the moment.</Trans>
          </Empty>
        }
      />
    </Page>
  );
}

const Top = styled("div")({
  marginBlockEnd: 24,
  "& > .banner": { marginBlockEnd: 24, width: "100%", maxHeight: 240 },
  "& > .name": { display: "flex", alignItems: "center", gap: 20, "& > div": { minWidth: 0 } },
  "& .logo": { width: "clamp(64px, 12vw, 112px)", flex: "none" },
  "& h1": { fontSize: "clamp(28px, 1.2rem + 2.4vw, 48px)", overflowWrap: "anywhere" },
  "& .name p": { color: colour("quiet"), marginBlockStart: 4 },
  "& .about": { maxWidth: measure, marginBlockStart: 20, whiteSpace: "pre-line" },
  "& .policies": { display: "flex", flexWrap: "wrap", gap: 12, marginBlockStart: 16 },
  "& details": { border: `1px solid ${colour("line")}`, borderRadius: radius.control, maxWidth: measure },
  "& summary": {
    display: "flex",
    alignItems: "center",
    minHeight: 44,
    paddingInline: 16,
    cursor: "pointer",
    fontSize: sizes.compact,
    fontWeight: 600,
  },
  "& details > p": { padding: "0 16px 16px", whiteSpace: "pre-line" },
});
