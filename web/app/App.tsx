import type { EmotionCache } from "@emotion/cache";
import { CacheProvider } from "@emotion/react";
import type { I18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useOwnCache } from "../queries/me";
import { Waking } from "../ui";

interface Props {
  i18n: I18n;
  styles: EmotionCache;
  queries: QueryClient;
  /** Called once a browser has brought all of it to life. */
  onAlive?: () => void;
  /** The routes of the document. */
  children: ReactNode;
}

/** Everything below the router, in a browser and in V8 alike. */
export function App({ i18n, styles, queries, onAlive, children }: Props) {
  return (
    <CacheProvider value={styles}>
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={queries}>
          <Waking then={onAlive}>{children}</Waking>
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
