import type { ComponentType } from "react";
import { Route, useLocation } from "react-router";
import type { LazyPage } from "./lazy_page";
import { PageBoundary } from "./PageBoundary";

/** Give the route of a page. */
export const route = (page: LazyPage) => (
  <Route
    key={page.pattern}
    path={page.pattern}
    element={
      <PageBoundary>
        <Loaded page={page} />
      </PageBoundary>
    }
  />
);

/** Draw a page once it is there. */
export function Loaded({ page }: { page: LazyPage }) {
  const { key } = useLocation();
  const Page: ComponentType = page.use(key);
  return <Page />;
}
