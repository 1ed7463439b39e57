import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { useCommand } from "../../api/queries";
import { paths } from "../../paths";
import { me } from "../../queries/me";
import { styled } from "../../theme/styled";
import { announce, Button, ButtonLink, Empty, ErrorState, Page } from "../../ui";
import { Members } from "../account/Members";

// What the link holds is kept here while somebody signs in, and stands in no address that is sent anywhere.
let brought = "";

/** Where the link in a guest's mail leads: it takes the order into the account that is signed in. */
export function ClaimPage() {
  const { t } = useLingui();
  const { hash, pathname } = useLocation();
  const navigate = useNavigate();
  const [token, setToken] = useState(brought);
  useEffect(() => {
    if (!hash) return;
    brought = decodeURIComponent(hash.slice(1));
    setToken(brought);
    navigate(pathname, { replace: true });
  }, [hash, pathname, navigate]);
  return (
    <Page title={t`Keep your order`} unlisted narrow>
      {token || hash ? (
        <Members>
          <Claim token={token} />
        </Members>
      ) : (
        <Empty action={<ToOrders />}>
          <Trans>Open the link in the mail about your order once more; it tells which order is meant.</Trans>
        </Empty>
      )}
    </Page>
  );
}

function Claim({ token }: { token: string }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const profile = useQuery(me()).data;
  const claim = useCommand("claim_order", { refreshes: ["list_orders"] });
  const keep = () =>
    claim.mutate(claim.error ? (claim.variables ?? {}) : { body: { token } }, {
      onSuccess: (order) => {
        brought = "";
        announce(t`The order is in your account`);
        navigate(paths.order.to(order.id), { replace: true });
      },
    });
  if (claim.error?.status === 422)
    return (
      <Empty action={<ToOrders />}>
        <Trans>This link was used, or has expired. If it was you who used it, the order is among yours.</Trans>
      </Empty>
    );
  return (
    <Column>
      <p>
        <Trans>
          You ordered without an account. Keep the order in the account of <bdi>{profile?.email}</bdi>, and you find it
          there on every device.
        </Trans>
      </p>
      {claim.error && (
        <ErrorState problem={claim.error} safe={<Trans>Your order is safe; trying again does no harm.</Trans>} />
      )}
      <Button variant="contained" size="large" onClick={keep} loading={claim.isPending}>
        <Trans>Keep the order in this account</Trans>
      </Button>
    </Column>
  );
}

const ToOrders = () => (
  <ButtonLink to={paths.orders.to()} variant="outlined">
    <Trans>See all your orders</Trans>
  </ButtonLink>
);

const Column = styled("div")({ display: "grid", gap: 24, justifyItems: "start", maxWidth: "56ch" });
