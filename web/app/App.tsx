import type { EmotionCache } from "@emotion/cache";
import { CacheProvider } from "@emotion/react";
import type { I18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useOwnCache } from "../queries/me";

interface Props {
  i18n: I18n;
  styles: EmotionCache;
  queries: QueryClient;
  /** The routes of the document. */
  children: ReactNode;
}

/** Everything below the router, in a browser and in V8 alike. */
export function App({ i18n, styles, queries, children }: Props) {
  return (
    <CacheProvider value={styles}>
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={queries}>
          {children}
          <OwnCache />
        </QueryClientProvider>
      </I18nProvider>
    </CacheProvider>
  );
}

function OwnCache() {
  useOwnCache();
  return null;
}
