import { styled } from "@mui/material/styles";
import { lazy, Suspense, useEffect, useRef } from "react";
import { Outlet, useLocation, useNavigationType } from "react-router";
import { useCartDrawer } from "../../state/drawer";
import { useLookedAt } from "../../state/looked_at";
import { useSettings } from "../../state/settings";
import { Footer } from "./Footer";
import { Header } from "./Header";
import { Skip } from "./Skip";

const CartDrawer = lazy(async () => ({ default: (await import("../../storefront/cart/CartDrawer")).CartDrawer }));

/** What stands around every page. */
export function Shell() {
  const { pathname } = useLocation();
  const { open } = useCartDrawer();
  const wasOpen = useRef(false);
  wasOpen.current ||= open;
  useMemory();
  useTopOfPage(pathname);
  return (
    <Frame>
      <Skip />
      <Header />
      <div className="page">
        <Outlet />
      </div>
      <Footer />
      {wasOpen.current && (
        <Suspense>
          <CartDrawer />
        </Suspense>
      )}
    </Frame>
  );
}

/** Read what this device remembers once the markup is alive, which knows nothing of it. */
function useMemory() {
  useEffect(() => {
    void useSettings.persist.rehydrate();
    void useLookedAt.persist.rehydrate();
  }, []);
}

/** A new page begins at its top, and so do those who listen to it; the way back is the browser's own. */
function useTopOfPage(pathname: string) {
  const last = useRef(pathname);
  const how = useNavigationType();
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    document.getElementById("main")?.focus({ preventScroll: true });
    if (how === "PUSH") window.scrollTo(0, 0);
  }, [pathname, how]);
}

const Frame = styled("div")({
  minHeight: "100dvh",
  display: "flex",
  flexDirection: "column",
  "& > .page": { flex: 1 },
});
