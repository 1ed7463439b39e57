import { Route, Routes } from "react-router";
import { paths } from "../paths";
import { Gone } from "../storefront/listing/Gone";
import { LazyPage } from "./lazy_page";
import { route } from "./route";
import { CheckoutShell } from "./shell/CheckoutShell";
import { start } from "./start";

const pages = [
  new LazyPage(
    paths.checkout,
    async () => (await import("../storefront/checkout/CheckoutPage")).CheckoutPage,
    "account",
  ),
  new LazyPage(paths.payment, async () => (await import("../storefront/checkout/PaymentPage")).PaymentPage, "account"),
];

void start(
  pages,
  <Routes>
    <Route element={<CheckoutShell />}>
      {pages.map(route)}
      <Route path="*" element={<Gone />} />
    </Route>
  </Routes>,
);
