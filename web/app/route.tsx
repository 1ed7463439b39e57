import { type ComponentType, useEffect } from "react";
import { Route, useLocation } from "react-router";
import type { LazyPage } from "./lazy_page";
import { PageBoundary } from "./PageBoundary";

/** Give the route of a page. */
export const route = (page: LazyPage) => (
  <Route key={page.pattern} path={page.pattern} element={<Opened page={page} />} />
);

/** Draw a page once it is there, or that it broke. */
export function Opened({ page }: { page: LazyPage }) {
  const { key } = useLocation();
  useEffect(() => () => page.forget(key), [page, key]);
  return (
    <PageBoundary>
      <Loaded page={page} navigation={key} />
    </PageBoundary>
  );
}

function Loaded({ page, navigation }: { page: LazyPage; navigation: string }) {
  const Page: ComponentType = page.use(navigation);
  return <Page />;
}
