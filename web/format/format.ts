import { useLingui } from "@lingui/react";
import type { Money } from "../api/contract";
import { money, regional } from "./money";

const made = new Map<string, unknown>();

function once<T>(name: string, make: () => T): T {
  if (!made.has(name)) made.set(name, make());
  return made.get(name) as T;
}

/** Make it when it is first needed: to make all of them would take a slow phone a tenth of a second. */
function late<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Everything that is written by the customs of a language, for the language of the page. */
export function useFormat() {
  const locale = useLingui().i18n.locale;
  return formats(locale);
}

const formats = (locale: string) =>
  once(locale, () => {
    const tag = regional(locale);
    const count = late(() => new Intl.NumberFormat(tag));
    const percent = late(() => new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 2 }));
    const signed = late(() => new Intl.NumberFormat(tag, { signDisplay: "exceptZero" }));
    const day = late(() => new Intl.DateTimeFormat(tag, { dateStyle: "medium" }));
    const moment = late(() => new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short" }));
    const time = late(() => new Intl.DateTimeFormat(tag, { timeStyle: "short" }));
    const regions = late(() => new Intl.DisplayNames(tag, { type: "region" }));
    const list = late(() => new Intl.ListFormat(tag));
    const named = (code: string) =>
      new Intl.NumberFormat(tag, { style: "currency", currency: code, currencyDisplay: "name" })
        .formatToParts(100)
        .find(({ type }) => type === "currency");
    return {
      money: (value: Money) => money(locale, value),
      count: (value: number) => count().format(value),
      /** A rate in basis points. */
      percent: (rate: number) => percent().format(rate / 10_000),
      signed: (value: number) => signed().format(value),
      day: (iso: string) => day().format(new Date(iso)),
      moment: (iso: string) => moment().format(new Date(iso)),
      time: (iso: string) => time().format(new Date(iso)),
      country: (code: string) => regions().of(code) ?? code,
      /** As many of them are called: euros. */
      currencies: (code: string) => named(code)?.value ?? code,
      list: (items: string[]) => list().format(items),
    };
  });
