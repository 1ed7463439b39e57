import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Model } from "../../api/contract";
import { useCommand } from "../../api/queries";
import { styled } from "../../theme/styled";
import { announce, Button, confirm } from "../../ui";
import { ReasonDrawer } from "./ReasonDrawer";

/** What can be decided about a shop as it stands. */
export function Decisions({ shop }: { shop: Model<"InspectedShop"> }) {
  const { t } = useLingui();
  const { id, name, status, version } = shop;
  const [asking, setAsking] = useState<"refuse" | "suspend" | null>(null);
  const options = { refreshes: ["inspect_seller" as const, "list_sellers" as const] };
  const approve = useCommand("approve_seller", options);
  const reinstate = useCommand("suspend_seller", options);
  const params = { seller_id: id };
  const open = async () => {
    const agreed = await confirm({
      title: t`Approve ${name}?`,
      text: <Trans>Its owner becomes a seller and can put products on the shelf at once.</Trans>,
      yes: <Trans>Approve</Trans>,
      work: () => approve.mutateAsync({ params, version }),
    });
    if (agreed) announce(t`${name} is approved`);
  };
  const reopen = async () => {
    const agreed = await confirm({
      title: t`Reinstate ${name}?`,
      text: <Trans>Its products can be bought again at once.</Trans>,
      yes: <Trans>Reinstate</Trans>,
      work: () => reinstate.mutateAsync({ params, body: { suspended: false, version } }),
    });
    if (agreed) announce(t`${name} is open again`);
  };
  return (
    <Line>
      {(status === "applied" || status === "refused") && (
        <Button variant="contained" onClick={() => void open()}>
          {status === "applied" ? <Trans>Approve</Trans> : <Trans>Approve after all</Trans>}
        </Button>
      )}
      {status === "applied" && (
        <Button variant="outlined" color="error" onClick={() => setAsking("refuse")}>
          <Trans>Refuse</Trans>
        </Button>
      )}
      {status === "approved" && (
        <Button variant="outlined" color="error" onClick={() => setAsking("suspend")}>
          <Trans>Suspend</Trans>
        </Button>
      )}
      {status === "suspended" && (
        <Button variant="contained" onClick={() => void reopen()}>
          <Trans>Reinstate</Trans>
        </Button>
      )}
      {asking && <ReasonDrawer shop={shop} decision={asking} onClose={() => setAsking(null)} />}
    </Line>
  );
}

const Line = styled("div")({ display: "flex", flexWrap: "wrap", gap: 8, marginBlockEnd: 24 });
