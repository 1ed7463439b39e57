import type { EmotionCache } from "@emotion/cache";
import { CacheProvider } from "@emotion/react";
import type { I18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useOwnCache } from "../queries/me";
import { Hydrating } from "../ui";

interface Props {
  i18n: I18n;
  styles: EmotionCache;
  queries: QueryClient;
  /** Called in a browser once all of it is hydrated. */
  onHydrated?: () => void;
  /** The routes of the document. */
  children: ReactNode;
}

/** Everything below the router, in a browser and in V8 alike. */
export function App({ i18n, styles, queries, onHydrated, children }: Props) {
  return (
    <CacheProvider value={styles}>
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={queries}>
          <Hydrating onHydrated={onHydrated}>{children}</Hydrating>
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
