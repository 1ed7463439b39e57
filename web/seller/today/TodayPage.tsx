import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour } from "../../theme/tokens";
import { ButtonLink, Empty, Page, QueryStates, RowGhosts } from "../../ui";
import { OrderTable } from "../orders/OrderTable";
import { myShop, toSend } from "../queries";
import { Figures } from "./Figures";
import { FirstThings } from "./FirstThings";

const SHOWN = 8;

/** The day at a glance: what waits, what runs low, what was sold. */
export function TodayPage() {
  const { t } = useLingui();
  const shop = useQuery(myShop());
  const waiting = useQuery(toSend(SHOWN));
  return (
    <Page title={t`Today`} heading={shop.data?.name} unlisted>
      {shop.data?.status === "suspended" && (
        <Suspended role="alert">
          <Trans>Your shop is suspended, so nobody can buy from it: {shop.data.reason}</Trans>{" "}
          <Trans>Orders that were paid are still to be sent, and your products are kept.</Trans>
        </Suspended>
      )}
      <Figures />
      <FirstThings />
      <Waiting>
        <Trans>Waiting to be sent</Trans>
      </Waiting>
      <QueryStates
        query={waiting}
        ghost={<RowGhosts rows={4} height={36} />}
        empty={
          <Empty>
            <Trans>Everything is sent.</Trans>
          </Empty>
        }
      >
        {({ items, next_cursor }) => (
          <>
            <OrderTable orders={items} />
            {next_cursor && (
              <ButtonLink to={paths.sellerOrders.to()} variant="outlined">
                <Trans>See all of them</Trans>
              </ButtonLink>
            )}
          </>
        )}
      </QueryStates>
    </Page>
  );
}

const Suspended = styled("p")({ fontWeight: 600, color: colour("error"), marginBlockEnd: 24 });
const Waiting = styled("h2")({ marginBlockEnd: 8 });
