import { Trans } from "@lingui/react/macro";
import { useEffect } from "react";
import type { Model } from "../../api/contract";
import { renew, tokenAtHand, useSession } from "../../api/session";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour, radius } from "../../theme/tokens";
import { Button, ButtonLink } from "../../ui";

const AGAIN = 2_000;

interface Props {
  shop: Model<"ShopView">;
  onLookAgain: () => void;
}

/** How an application stands, and what comes next. */
export function Application({ shop: { name, status, created_at, reason }, onLookAgain }: Props) {
  const { day } = useFormat();
  const role = useSession((session) => session.role);
  const waits = status === "approved" && role === "customer";
  useEffect(() => {
    if (!waits) return;
    // A token says who somebody was when it was made, and the account follows the shop a moment later.
    const ask = () => {
      const held = tokenAtHand();
      if (held) void renew(held).catch(() => undefined);
    };
    ask();
    const clock = setInterval(ask, AGAIN);
    return () => clearInterval(clock);
  }, [waits]);
  return (
    <Box>
      <h2>{name}</h2>
      {status === "applied" && (
        <>
          <p>
            <Trans>You applied on {day(created_at)}. Souk looks at it; it says here when your shop is open.</Trans>
          </p>
          <Button variant="outlined" onClick={onLookAgain}>
            <Trans>Look again</Trans>
          </Button>
        </>
      )}
      {status === "refused" && (
        <>
          <p>
            <Trans>Your application was refused: {reason}</Trans>
          </p>
          <p>
            <Trans>You can put that right and apply again.</Trans>
          </p>
        </>
      )}
      {status === "approved" && (
        <>
          <p>
            {waits ? <Trans>Your shop is approved. It opens in a moment.</Trans> : <Trans>Your shop is open.</Trans>}
          </p>
          {!waits && (
            <ButtonLink to={paths.seller.to()} variant="contained">
              <Trans>Go to your shop</Trans>
            </ButtonLink>
          )}
        </>
      )}
      {status === "suspended" && (
        <>
          <p>
            <Trans>Your shop is suspended: {reason}</Trans>
          </p>
          <ButtonLink to={paths.seller.to()} variant="outlined">
            <Trans>Go to your shop</Trans>
          </ButtonLink>
        </>
      )}
    </Box>
  );
}

const Box = styled("section")({
  display: "grid",
  justifyItems: "start",
  gap: 12,
  padding: 20,
  marginBlockEnd: 24,
  border: `1px solid ${colour("line")}`,
  borderRadius: radius.control,
});
