import type { Money } from "../api/contract";
import { plainDigits } from "./digits";

const made = new Map<string, Intl.NumberFormat>();

function formatter(locale: string, currency: string): Intl.NumberFormat {
  const name = `${locale} ${currency}`;
  const known = made.get(name);
  if (known) return known;
  const format = new Intl.NumberFormat(regional(locale), { style: "currency", currency });
  made.set(name, format);
  return format;
}

// Behind UK£ or US$, which are torn apart without it where text runs from right to left (UAX 9, L1 and N1).
const LEFT_TO_RIGHT = "\u200e";

/** Digits are those of the text around them; a language alone says nothing of them, so each has its region here. */
export const regional = (locale: string): string => ({ en: "en-GB", de: "de-DE", ar: "ar-EG" })[locale] ?? locale;

/** How many digits a currency's minor unit has. */
export function digits(currency: string): number {
  return formatter("en", currency).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Write an amount of minor units as people of a language do. */
export function money(locale: string, { amount, currency }: Money): string {
  const written = formatter(locale, currency).format(amount / 10 ** digits(currency));
  return locale === "ar" ? written.replace(/[A-Z]+\p{Sc}/u, `$&${LEFT_TO_RIGHT}`) : written;
}

/** Read an amount as people write it; undefined when it is none, null when nothing is written. */
export function minorUnits(written: string, places: number): number | null | undefined {
  const plain = plainDigits(written).replace(/\s/g, "").replace(",", ".");
  if (plain === "") return null;
  if (!new RegExp(places > 0 ? `^\\d+(\\.\\d{0,${places}})?$` : "^\\d+$").test(plain)) return undefined;
  const [whole = "", part = ""] = plain.split(".");
  return Number(whole + part.padEnd(places, "0"));
}
