import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import type { Model } from "../../api/contract";
import { read } from "../../api/queries";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour, measure, radius } from "../../theme/tokens";
import { Definitions, Ghost, Page, QueryStates } from "../../ui";
import { Decisions } from "./Decisions";
import { ShopStatus } from "./ShopStatus";

type Shop = Model<"InspectedShop">;

/** One shop with its owner, and what can be decided about it. */
export function ShopPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const shop = useQuery(read("inspect_seller", { seller_id: id }));
  return (
    <Page title={shop.data?.name ?? t`Shop`} unlisted aside={shop.data && <ShopStatus status={shop.data.status} />}>
      <QueryStates query={shop} ghost={<Ghost style={{ height: 320 }} />}>
        {(data) => (
          <>
            {data.reason && <Reason shop={data} />}
            <Decisions shop={data} />
            <Owner shop={data} />
            <Front shop={data} />
          </>
        )}
      </QueryStates>
    </Page>
  );
}

function Reason({ shop: { status, reason } }: { shop: Shop }) {
  return (
    <Why>
      <b>{status === "refused" ? <Trans>Why it was refused</Trans> : <Trans>Why it is suspended</Trans>}</b>
      <p>{reason}</p>
    </Why>
  );
}

function Owner({ shop: { owner, country: code, created_at, updated_at } }: { shop: Shop }) {
  const { t } = useLingui();
  const { country, moment } = useFormat();
  return (
    <>
      <h2>
        <Trans>Who it belongs to</Trans>
      </h2>
      <Definitions
        of={[
          {
            term: t`Owner`,
            is: owner ? <bdi>{[owner.first_name, owner.last_name].join(" ")}</bdi> : <Trans>The account is gone</Trans>,
          },
          { term: t`E-mail`, is: owner && <a href={`mailto:${owner.email}`}>{owner.email}</a> },
          { term: t`Phone`, is: owner?.phone && <bdi>{owner.phone}</bdi> },
          { term: t`Country`, is: country(code) },
          { term: t`Applied`, is: moment(created_at) },
          { term: t`Last changed`, is: moment(updated_at) },
          {
            term: t`Look up`,
            is: owner && (
              <>
                <Link to={paths.adminOrders.to({ customer: owner.id })}>
                  <Trans>Their own orders</Trans>
                </Link>
                {" · "}
                <Link to={paths.adminMessages.to({ customer: owner.id })}>
                  <Trans>Messages to them</Trans>
                </Link>
              </>
            ),
          },
        ]}
      />
    </>
  );
}

function Front({ shop: { id, slug, status, tagline, about, shipping_policy, returns_policy } }: { shop: Shop }) {
  const { t } = useLingui();
  const words = [
    { term: t`Tagline`, is: tagline },
    { term: t`About`, is: about },
    { term: t`Shipping`, is: shipping_policy },
    { term: t`Returns`, is: returns_policy },
  ];
  return (
    <>
      <h2>
        <Trans>What it says of itself</Trans>
      </h2>
      {words.some(({ is }) => is) ? (
        <Definitions of={words} />
      ) : (
        <Quiet>
          <Trans>Nothing yet.</Trans>
        </Quiet>
      )}
      {status === "approved" && (
        <p>
          <Link to={paths.shop.to({ id, slug })}>
            <Trans>See its page</Trans>
          </Link>
        </p>
      )}
    </>
  );
}

const Why = styled("div")({
  padding: "12px 16px",
  marginBlockEnd: 16,
  maxWidth: measure,
  borderRadius: radius.control,
  background: colour("sunken"),
  overflowWrap: "anywhere",
});
const Quiet = styled("p")({ color: colour("quiet") });
