import type { EmotionCache } from "@emotion/cache";
import { CacheProvider } from "@emotion/react";
import type { I18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { ThemeProvider } from "@mui/material/styles";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Locale } from "../format/languages";
import { useOwnCache } from "../queries/me";
import { souk } from "../theme/theme";
import { direction } from "./locales";

interface Props {
  i18n: I18n;
  styles: EmotionCache;
  queries: QueryClient;
  /** The routes of the document. */
  children: ReactNode;
}

const themes = { ltr: souk("ltr"), rtl: souk("rtl") };

/** Everything below the router, in a browser and in V8 alike. */
export function App({ i18n, styles, queries, children }: Props) {
  return (
    <CacheProvider value={styles}>
      <ThemeProvider theme={themes[direction(i18n.locale as Locale)]}>
        <I18nProvider i18n={i18n}>
          <QueryClientProvider client={queries}>
            {children}
            <OwnCache />
          </QueryClientProvider>
        </I18nProvider>
      </ThemeProvider>
    </CacheProvider>
  );
}

function OwnCache() {
  useOwnCache();
  return null;
}
