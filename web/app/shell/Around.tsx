import { type ReactNode, useEffect, useRef } from "react";
import { useLocation, useNavigationType } from "react-router";
import { styled } from "../../theme/styled";
import { Skip } from "./Skip";

/** What every page has, in the shop and in the consoles: the way past its head. */
export function Around({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  useTopOfPage(pathname);
  return (
    <Frame>
      <Skip />
      {children}
    </Frame>
  );
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
