import { useLingui } from "@lingui/react";
import type { Money } from "../api/contract";
import { money, regional } from "./money";

const made = new Map<string, unknown>();

function once<T>(name: string, make: () => T): T {
  if (!made.has(name)) made.set(name, make());
  return made.get(name) as T;
}

/** Everything that is written by the customs of a language, for the language of the page. */
export function useFormat() {
  const locale = useLingui().i18n.locale;
  return formats(locale);
}

const formats = (locale: string) =>
  once(locale, () => {
    const tag = regional(locale);
    const count = new Intl.NumberFormat(tag);
    const signed = new Intl.NumberFormat(tag, { signDisplay: "exceptZero" });
    const day = new Intl.DateTimeFormat(tag, { dateStyle: "medium" });
    const moment = new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short" });
    const time = new Intl.DateTimeFormat(tag, { timeStyle: "short" });
    const regions = new Intl.DisplayNames(tag, { type: "region" });
    const list = new Intl.ListFormat(tag);
    return {
      money: (value: Money) => money(locale, value),
      count: (value: number) => count.format(value),
      signed: (value: number) => signed.format(value),
      day: (iso: string) => day.format(new Date(iso)),
      moment: (iso: string) => moment.format(new Date(iso)),
      time: (iso: string) => time.format(new Date(iso)),
      country: (code: string) => regions.of(code) ?? code,
      list: (items: string[]) => list.format(items),
    };
  });
