import { type Messages, setupI18n } from "@lingui/core";
import { type DehydratedState, hydrate, type QueryClient } from "@tanstack/react-query";
import { type ReactNode, startTransition } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { BrowserRouter, matchPath } from "react-router";
import { begin, followOtherTabs } from "../api/session";
import { regional } from "../format/money";
import { useLookedAt } from "../state/looked_at";
import { useSettings } from "../state/settings";
import { recall } from "../state/storage";
import { styleCache } from "../theme/cache";
import { App } from "./App";
import { LazyPage } from "./lazy_page";
import { catalogue, direction, isLocale, wanted } from "./locales";
import { endEarlyPresses } from "./pressed_early";
import { makeQueryClient } from "./query_client";
import { renewWhenPartsAreGone } from "./renewing";

/** A rendered page was made at most so many milliseconds ago; what it shows is taken to be that old. */
const OLDEST = 120_000;

/** Bring a document to life: its pages, and the routes that draw them. Gives what the API answered. */
export async function start(pages: LazyPage[], routes: ReactNode): Promise<QueryClient> {
  const root = document.getElementById("root") as HTMLElement;
  renewWhenPartsAreGone();
  const state = document.getElementById("state")?.textContent;
  const html = document.documentElement;
  const locale = state && isLocale(html.lang) ? html.lang : wanted();
  html.lang = locale;
  html.dir = direction(locale);
  const i18n = setupI18n();
  const texts: Messages = {};
  i18n.load(locale, texts);
  // Loading more would have all that is drawn follow, though only the page that waits for them has such texts.
  LazyPage.read = async (name) => void Object.assign(texts, await catalogue(name, locale));
  const first = pages.find(({ pattern }) => matchPath(pattern, location.pathname));
  const [messages, rtl] = await Promise.all([
    catalogue("shop", locale),
    html.dir === "rtl" ? import("../theme/rtl") : undefined,
    // One that does not arrive is drawn as such.
    first?.preload().catch(() => undefined),
  ]);
  Object.assign(texts, messages);
  i18n.activate(locale, regional(locale));
  const styles = styleCache(rtl?.mirrored);
  // Emotion would take such an element for its own and move it, and the browser look at everything twice more.
  const rendered = document.querySelector<HTMLElement>("style[data-names]")?.dataset.names;
  for (const name of rendered?.split(" ") ?? []) styles.inserted[name] = true;
  const queries = makeQueryClient();
  if (state) hydrate(queries, aged(JSON.parse(state)));
  const pressAgain = endEarlyPresses();
  await new Promise<void>((hydrated) => {
    const app = (
      <BrowserRouter>
        <App i18n={i18n} styles={styles} queries={queries} onHydrated={hydrated}>
          {routes}
        </App>
      </BrowserRouter>
    );
    // Bit by bit, so that a slow phone answers to what is done meanwhile.
    if (state) startTransition(() => void hydrateRoot(root, app));
    else createRoot(root).render(app);
  });
  remember();
  pressAgain();
  followOtherTabs();
  await begin();
  return queries;
}

/** Read what this device remembers, of which the markup that arrived knows nothing. */
function remember(): void {
  recall(useSettings);
  recall(useLookedAt);
}

function aged(state: DehydratedState): DehydratedState {
  for (const query of state.queries) query.state.dataUpdatedAt = Date.now() - OLDEST;
  return state;
}
