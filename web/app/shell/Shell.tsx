import { lazy, Suspense, useRef } from "react";
import { Outlet } from "react-router";
import { useCartDrawer } from "../../state/drawer";
import { Island } from "../../ui";
import { Around } from "./Around";
import { Footer } from "./Footer";
import { Header } from "./Header";

const CartDrawer = lazy(async () => ({ default: (await import("../../storefront/cart/CartDrawer")).CartDrawer }));

/** What stands around every page of the shop. */
export function Shell() {
  return (
    <Around>
      <Header />
      <div className="page">
        <Island>
          <Outlet />
        </Island>
      </div>
      <Footer />
      <Cart />
    </Around>
  );
}

function Cart() {
  const { open } = useCartDrawer();
  const wasOpen = useRef(false);
  wasOpen.current ||= open;
  return (
    wasOpen.current && (
      <Suspense>
        <CartDrawer />
      </Suspense>
    )
  );
}
