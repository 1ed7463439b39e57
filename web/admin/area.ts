import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useSession } from "../api/session";
import { paths } from "../paths";
import { applications } from "./queries";

/** The admin console: who it is for, and its parts with what waits in them. */
export function useAdminArea() {
  const { t } = useLingui();
  const enabled = useSession(({ role }) => role === "admin");
  const waiting = useQuery({ ...applications(), enabled });
  return {
    role: "admin" as const,
    name: t`Administration`,
    sections: [
      { to: paths.admin.to(), label: t`Today`, icon: "today" as const, end: true },
      { to: paths.adminShops.to(), label: t`Shops`, icon: "store" as const, count: waiting.data?.items.length },
      { to: paths.adminCategories.to(), label: t`Categories`, icon: "tree" as const },
      { to: paths.adminOrders.to(), label: t`Orders`, icon: "parcel" as const },
      { to: paths.adminPayments.to(), label: t`Payments`, icon: "card" as const },
      { to: paths.adminDisputes.to(), label: t`Disputes`, icon: "scales" as const },
      { to: paths.adminRefunds.to(), label: t`Refunds`, icon: "trail" as const },
      { to: paths.adminPayouts.to(), label: t`Payouts`, icon: "coins" as const },
      { to: paths.adminReconciliation.to(), label: t`Reconciliation`, icon: "receipt" as const },
      { to: paths.adminCommission.to(), label: t`Commission`, icon: "wallet" as const },
      { to: paths.adminPromotions.to(), label: t`Promotions`, icon: "percent" as const },
      { to: paths.adminGiftCards.to(), label: t`Gift cards`, icon: "wallet" as const },
      { to: paths.adminMessages.to(), label: t`Messages`, icon: "mail" as const },
      { to: paths.adminAudit.to(), label: t`Audit trail`, icon: "trail" as const },
    ],
  };
}
