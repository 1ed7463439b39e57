import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useSession } from "../api/session";
import { paths } from "../paths";
import { figures } from "./queries";

/** The seller console: who it is for, and its parts with what waits in them. */
export function useSellerArea() {
  const { t } = useLingui();
  const enabled = useSession(({ role }) => role === "seller");
  const { data } = useQuery({ ...figures(), enabled });
  return {
    role: "seller" as const,
    name: t`Your shop`,
    sections: [
      { to: paths.seller.to(), label: t`Today`, icon: "today" as const, end: true },
      { to: paths.sellerOrders.to(), label: t`Orders`, icon: "parcel" as const, count: data?.orders_to_send },
      { to: paths.sellerReturns.to(), label: t`Returns`, icon: "trail" as const },
      { to: paths.sellerProducts.to(), label: t`Products`, icon: "tag" as const },
      { to: paths.sellerStock.to(), label: t`Stock`, icon: "shelves" as const, count: data?.low_stock },
      { to: paths.sellerMoney.to(), label: t`Money`, icon: "wallet" as const },
      { to: paths.sellerInvoices.to(), label: t`Invoices`, icon: "receipt" as const },
      { to: paths.sellerPromotions.to(), label: t`Promotions`, icon: "percent" as const },
      { to: paths.sellerShipping.to(), label: t`Delivery`, icon: "move" as const },
      { to: paths.sellerFiles.to(), label: t`Import and export`, icon: "file" as const },
      { to: paths.sellerShop.to(), label: t`Shop page`, icon: "store" as const },
    ],
  };
}
