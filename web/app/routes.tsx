import type { ComponentType } from "react";
import { Route, Routes } from "react-router";
import { paths } from "../paths";
import { Gone } from "../storefront/listing/Gone";
import { LazyPage } from "./lazy_page";
import { Opened, route } from "./route";
import { Shell } from "./shell/Shell";

/** The pages that arrive as markup, by the names of their files: V8 renders them, so they are in the server's bundle. */
export const rendered = {
  HomePage: new LazyPage(paths.home, async () => (await import("../storefront/home/HomePage")).HomePage),
  SearchPage: new LazyPage(paths.search, async () => (await import("../storefront/search/SearchPage")).SearchPage),
  CategoryPage: new LazyPage(
    paths.category,
    async () => (await import("../storefront/category/CategoryPage")).CategoryPage,
  ),
  ProductPage: new LazyPage(paths.product, async () => (await import("../storefront/product/ProductPage")).ProductPage),
  ShopsPage: new LazyPage(paths.shops, async () => (await import("../storefront/shops/ShopsPage")).ShopsPage),
  ShopPage: new LazyPage(paths.shop, async () => (await import("../storefront/shop/ShopPage")).ShopPage),
};

/** The pages that browsers draw by themselves; the second word names the texts that come with them. */
const others: LazyPage[] = __SERVER__
  ? []
  : [
      new LazyPage(paths.cart, async () => (await import("../storefront/cart/CartPage")).CartPage, "account"),
      new LazyPage(paths.signIn, async () => (await import("../storefront/account/SignInPage")).SignInPage, "account"),
      new LazyPage(
        paths.account,
        async () => (await import("../storefront/account/ProfilePage")).ProfilePage,
        "account",
      ),
      new LazyPage(
        paths.addresses,
        async () => (await import("../storefront/account/AddressesPage")).AddressesPage,
        "account",
      ),
      new LazyPage(
        paths.notifications,
        async () => (await import("../storefront/account/NotificationsPage")).NotificationsPage,
        "account",
      ),
      new LazyPage(
        paths.storeCredit,
        async () => (await import("../storefront/account/StoreCreditPage")).StoreCreditPage,
        "account",
      ),
      new LazyPage(paths.orders, async () => (await import("../storefront/orders/OrdersPage")).OrdersPage, "account"),
      // Before that of one order, which its address would fit too.
      new LazyPage(paths.claim, async () => (await import("../storefront/orders/ClaimPage")).ClaimPage, "account"),
      new LazyPage(paths.order, async () => (await import("../storefront/orders/OrderPage")).OrderPage, "account"),
      new LazyPage(
        paths.register,
        async () => (await import("../storefront/account/RegisterPage")).RegisterPage,
        "account",
      ),
      new LazyPage(paths.sell, async () => (await import("../storefront/sell/SellPage")).SellPage, "account"),
    ];

interface Area {
  frame: LazyPage;
  pages: LazyPage[];
}

/** A console: pages in a frame of their own, which is fetched with the first of them. */
function area(
  { pattern }: { pattern: string },
  load: () => Promise<ComponentType>,
  pages: [{ pattern: string }, () => Promise<ComponentType>][],
): Area {
  const frame = new LazyPage({ pattern: `${pattern}/*` }, load, "consoles");
  const framed = pages.map(([path, page]) => {
    const together = async () => (await Promise.all([page(), frame.preload()]))[0];
    return new LazyPage(path, together, "consoles");
  });
  return { frame, pages: framed };
}

const consoles: Area[] = __SERVER__
  ? []
  : [
      area(paths.seller, async () => (await import("./console/SellerConsole")).SellerConsole, [
        [paths.seller, async () => (await import("../seller/today/TodayPage")).TodayPage],
        [paths.sellerOrders, async () => (await import("../seller/orders/OrdersPage")).OrdersPage],
        [paths.sellerPicks, async () => (await import("../seller/orders/PickListPage")).PickListPage],
        [paths.sellerOrder, async () => (await import("../seller/orders/OrderPage")).OrderPage],
        [paths.sellerReturns, async () => (await import("../seller/returns/ReturnsPage")).ReturnsPage],
        [paths.sellerReturn, async () => (await import("../seller/returns/ReturnPage")).ReturnPage],
        [paths.sellerPromotions, async () => (await import("../seller/promotions/PromotionsPage")).PromotionsPage],
        [paths.sellerShipping, async () => (await import("../seller/shipping/ShippingPage")).ShippingPage],
        [paths.sellerProducts, async () => (await import("../seller/products/ProductsPage")).ProductsPage],
        [paths.sellerNewProduct, async () => (await import("../seller/products/NewProductPage")).NewProductPage],
        [paths.sellerProduct, async () => (await import("../seller/products/EditProductPage")).EditProductPage],
        [paths.sellerStock, async () => (await import("../seller/stock/StockPage")).StockPage],
        [paths.sellerWarehouses, async () => (await import("../seller/stock/WarehousesPage")).WarehousesPage],
        [paths.sellerMoney, async () => (await import("../seller/money/MoneyPage")).MoneyPage],
        [paths.sellerInvoices, async () => (await import("../seller/invoices/InvoicesPage")).InvoicesPage],
        [paths.sellerFiles, async () => (await import("../seller/files/FilesPage")).FilesPage],
        [paths.sellerImport, async () => (await import("../seller/files/ImportPage")).ImportPage],
        [paths.sellerShop, async () => (await import("../seller/shop/ShopSettingsPage")).ShopSettingsPage],
      ]),
      area(paths.admin, async () => (await import("./console/AdminConsole")).AdminConsole, [
        [paths.admin, async () => (await import("../admin/overview/OverviewPage")).OverviewPage],
        [paths.adminShops, async () => (await import("../admin/shops/ShopsPage")).ShopsPage],
        [paths.adminShop, async () => (await import("../admin/shops/ShopPage")).ShopPage],
        [paths.adminCategories, async () => (await import("../admin/categories/CategoriesPage")).CategoriesPage],
        [paths.adminOrders, async () => (await import("../admin/orders/OrdersPage")).OrdersPage],
        [paths.adminOrder, async () => (await import("../admin/orders/OrderPage")).OrderPage],
        [paths.adminPayments, async () => (await import("../admin/payments/PaymentsPage")).PaymentsPage],
        [paths.adminDisputes, async () => (await import("../admin/disputes/DisputesPage")).DisputesPage],
        [paths.adminPayouts, async () => (await import("../admin/payouts/PayoutsPage")).PayoutsPage],
        [paths.adminRefunds, async () => (await import("../admin/refunds/RefundsPage")).RefundsPage],
        [
          paths.adminReconciliation,
          async () => (await import("../admin/reconciliation/ReconciliationPage")).ReconciliationPage,
        ],
        [paths.adminCommission, async () => (await import("../admin/commission/CommissionPage")).CommissionPage],
        [paths.adminPromotions, async () => (await import("../admin/promotions/PromotionsPage")).PromotionsPage],
        [paths.adminGiftCards, async () => (await import("../admin/gift_cards/GiftCardsPage")).GiftCardsPage],
        [paths.adminMessages, async () => (await import("../admin/messages/MessagesPage")).MessagesPage],
        [paths.adminMessage, async () => (await import("../admin/messages/MessagePage")).MessagePage],
        [paths.adminAudit, async () => (await import("../admin/audit/AuditPage")).AuditPage],
      ]),
    ];

const shop: LazyPage[] = [...Object.values(rendered), ...others];

export const pages = [...shop, ...consoles.flatMap((console) => console.pages)];

/** Draw the page of the address. */
export function AppRoutes() {
  return (
    <Routes>
      <Route element={<Shell />}>
        {shop.map(route)}
        <Route path="*" element={<Gone />} />
      </Route>
      {consoles.map(({ frame, pages }) => (
        <Route key={frame.pattern} element={<Opened page={frame} />}>
          {pages.map(route)}
          <Route path={frame.pattern} element={<Gone />} />
        </Route>
      ))}
    </Routes>
  );
}
