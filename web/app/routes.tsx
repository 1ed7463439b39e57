import { Route, Routes } from "react-router";
import { paths } from "../paths";
import { Gone } from "../storefront/listing/Gone";
import { LazyPage } from "./lazy_page";
import { route } from "./route";
import { Shell } from "./shell/Shell";

/** The pages that arrive as markup: V8 renders them, so they are in the server's bundle. */
export const rendered: LazyPage[] = [
  new LazyPage(paths.home, async () => (await import("../storefront/home/HomePage")).HomePage),
  new LazyPage(paths.search, async () => (await import("../storefront/search/SearchPage")).SearchPage),
  new LazyPage(paths.category, async () => (await import("../storefront/category/CategoryPage")).CategoryPage),
  new LazyPage(paths.product, async () => (await import("../storefront/product/ProductPage")).ProductPage),
  new LazyPage(paths.shops, async () => (await import("../storefront/shops/ShopsPage")).ShopsPage),
  new LazyPage(paths.shop, async () => (await import("../storefront/shop/ShopPage")).ShopPage),
];

/** The pages that browsers draw by themselves; the second word names the texts that come with them. */
const others: LazyPage[] = __SERVER__
  ? []
  : [
      new LazyPage(paths.cart, async () => (await import("../storefront/cart/CartPage")).CartPage),
      new LazyPage(paths.signIn, async () => (await import("../storefront/account/SignInPage")).SignInPage, "account"),
      new LazyPage(
        paths.register,
        async () => (await import("../storefront/account/RegisterPage")).RegisterPage,
        "account",
      ),
    ];

export const pages = [...rendered, ...others];

/** Draw the page of the address. */
export function AppRoutes() {
  return (
    <Routes>
      <Route element={<Shell />}>
        {pages.map(route)}
        <Route path="*" element={<Gone />} />
      </Route>
    </Routes>
  );
}
