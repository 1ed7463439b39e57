import type { Messages } from "@lingui/core";
import { type Locale, languages } from "../format/languages";

/** Texts that are loaded together: those of the pages everybody opens, of one's own pages, of the consoles. */
export type Catalogue = "shop" | "account" | "consoles";

type Load = () => Promise<{ messages: Messages }>;

const shop: Record<Locale, Load> = {
  en: () => import("../locales/en.po"),
  de: () => import("../locales/de.po"),
  ar: () => import("../locales/ar.po"),
};

// Pages that V8 renders are written in the first alone.
const others: Record<Exclude<Catalogue, "shop">, Record<Locale, Load>> | undefined = __SERVER__
  ? undefined
  : {
      account: {
        en: () => import("../locales/account/en.po"),
        de: () => import("../locales/account/de.po"),
        ar: () => import("../locales/account/ar.po"),
      },
      consoles: {
        en: () => import("../locales/consoles/en.po"),
        de: () => import("../locales/consoles/de.po"),
        ar: () => import("../locales/consoles/ar.po"),
      },
    };

/** Load texts in a language. */
export async function catalogue(name: Catalogue, locale: Locale): Promise<Messages> {
  const load = name === "shop" ? shop[locale] : others?.[name][locale];
  return load ? (await load()).messages : {};
}

export const isLocale = (name: string | undefined): name is Locale =>
  name !== undefined && Object.hasOwn(languages, name);
export const direction = (locale: Locale): "ltr" | "rtl" => (locale === "ar" ? "rtl" : "ltr");

/** The language of a document that came as the shell: what was chosen, else the first that the browser asks for. */
export function wanted(): Locale {
  const chosen = /(?:^|; )lang=(\w+)/.exec(document.cookie)?.[1];
  const asked = [chosen, ...navigator.languages.map((tag) => tag.split("-")[0])];
  return asked.find(isLocale) ?? "en";
}

/** Keep the choice for a year and open the page anew, as markup comes in one language. */
export function speak(locale: Locale): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads it, and cookieStore is not everywhere yet
  document.cookie = `lang=${locale}; Path=/; Max-Age=31536000; SameSite=Lax`;
  location.reload();
}
