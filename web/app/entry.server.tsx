import "./v8";
import { setupI18n } from "@lingui/core";
import { dehydrate } from "@tanstack/react-query";
import { renderToString } from "react-dom/server";
import { matchPath, StaticRouter } from "react-router";
import { requestKey } from "../api/client";
import type { Operation } from "../api/contract";
import { Problem } from "../api/problem";
import { type Locale, languages } from "../format/languages";
import { regional } from "../format/money";
import { styleCache } from "../theme/cache";
import { mirrored } from "../theme/rtl";
import { Head, type HeadOf, headMarkup } from "../ui/head";
import { App } from "./App";
import { catalogue, direction, isLocale } from "./locales";
import { makeQueryClient } from "./query_client";
import { AppRoutes, rendered } from "./routes";

interface Request {
  /** Where the shop is, `https://…` without a slash at its end, for addresses that leave the page. */
  origin: string;
  path: string;
  /** With its question mark, or empty. */
  search: string;
  locale: string;
}

/** What the API answers to a request: `data` when it succeeds, else `problem`, the whole document. */
interface Answered {
  operation: string;
  params: Record<string, unknown>;
  data?: unknown;
  problem?: { status: number };
}

interface Rendered {
  status: number;
  /** Where the page really is; with a status of 301. */
  location: string | null;
  lang: Locale;
  dir: "ltr" | "rtl";
  /** For the place of `<!--page-->` in the shell. */
  html: string;
  /** For the place of `<!--head-->`: title, description, addresses, structured data; the style is not in it. */
  head: string;
  /** The names of what brings it to life, as `chunks.json` lists them: the page's and the language's. */
  chunks: string[];
  /** The text of the one `<style>` element, and its attribute `data-names`. */
  styles: { text: string; names: string };
  /**
   * JSON, safe to stand in `<script type="application/json" id="state">`, for the place of `<!--state-->`. Empty when
   * something failed: then the browser draws the page anew, for a failure does not travel.
   */
  state: string;
}

const messages = {} as Record<Locale, Awaited<ReturnType<typeof catalogue>>>;

async function load(): Promise<void> {
  for (const locale of Object.keys(languages) as Locale[]) messages[locale] = await catalogue("shop", locale);
  for (const page of Object.values(rendered)) await page.preload();
}

void load();

/** Render a page of what the API answers to its requests. Nothing in here waits, so its data must be complete. */
export function render({ origin, path, search, locale }: Request, answers: Answered[]): Rendered {
  const lang = isLocale(locale) ? locale : "en";
  const dir = direction(lang);
  const styles = styleCache(dir === "rtl" ? mirrored : undefined);
  styles.compat = true;
  const queries = makeQueryClient();
  for (const { operation, params, data, problem } of answers) {
    const queryKey = requestKey(operation as Operation, params as never);
    if (problem) {
      const failed = queries.getQueryCache().build(queries, { queryKey });
      failed.setState({ status: "error", error: new Problem(problem.status, problem), fetchStatus: "idle" });
    } else queries.setQueryData(queryKey, data);
  }
  const head: HeadOf = { status: 200, origin };
  const i18n = setupI18n({ locale: lang, locales: regional(lang), messages: { [lang]: messages[lang] } });
  const html = renderToString(
    <Head.Provider value={head}>
      <StaticRouter location={path + search}>
        <App i18n={i18n} styles={styles} queries={queries}>
          <AppRoutes />
        </App>
      </StaticRouter>
    </Head.Provider>,
  );
  return {
    status: head.location ? 301 : head.status,
    location: head.location ?? null,
    lang,
    dir,
    html,
    head: headMarkup(head),
    chunks: [...drawn(path), lang],
    styles: inserted(styles.inserted),
    state: answers.some(({ problem }) => problem) ? "" : JSON.stringify(dehydrate(queries)).replace(/</g, "\\u003c"),
  };
}

const drawn = (path: string) =>
  Object.entries(rendered).flatMap(([name, { pattern }]) => (matchPath(pattern, path) ? [name] : []));

function inserted(rules: Record<string, string | true | undefined>): Rendered["styles"] {
  const texts = Object.entries(rules).filter((rule): rule is [string, string] => typeof rule[1] === "string");
  return { names: texts.map(([name]) => name).join(" "), text: texts.map(([, text]) => text).join("") };
}
