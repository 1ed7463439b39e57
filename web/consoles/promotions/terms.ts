import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Body, Model, Money } from "../../api/contract";
import { minorUnits } from "../../format/money";
import type { Colour } from "../../theme/tokens";

export type Promotion = Model<"PromotionView">;
export type Kind = Promotion["benefit"]["kind"];
export type Terms = Body<"create_promotion">;

/** Whether a promotion may be used, and why not. */
export const standings: Record<Promotion["status"], { words: MessageDescriptor; tone: Colour }> = {
  scheduled: { words: msg`Begins later`, tone: "cobalt" },
  active: { words: msg`Under way`, tone: "leaf" },
  used_up: { words: msg`Used up`, tone: "ember" },
  ended: { words: msg`Over`, tone: "quiet" },
};

/** What a promotion takes off. */
export const kinds: Record<Kind, MessageDescriptor> = {
  percentage: msg`A percentage`,
  amount: msg`An amount`,
  free_delivery: msg`Free delivery`,
  buy_x_get_y: msg`Some with others that are bought`,
};

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** Read ids, or addresses that hold them, one on each line; null where a line has none. */
export function idsOf(lines: string): string[] | null {
  const found = lines
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.match(ID)?.[0].toLowerCase());
  return found.every((id) => id !== undefined) ? found : null;
}

/** A moment as the browser's own field for it holds it, in the reader's time. */
function fielded(iso: string | null): string {
  if (!iso) return "";
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The moment that a field holds; what was not touched stays to the second what it was. */
function momentOf(written: string, before: string | null | undefined): string | null {
  if (before && fielded(before) === written) return before;
  return written ? new Date(written).toISOString() : null;
}

/** What the form holds of a promotion, or of a new one. */
export function valuesOf(one: Promotion | null) {
  const benefit = one?.benefit;
  return {
    title: one?.title ?? "",
    kind: benefit?.kind ?? ("percentage" as Kind),
    /** In hundredths of a percent. */
    rate: (benefit && "rate" in benefit ? String((benefit.rate ?? 10_000) / 100) : "") as string,
    amount: (benefit?.kind === "amount" ? benefit.amount.amount : null) as number | null,
    buy: (benefit?.kind === "buy_x_get_y" ? benefit.buy : 1) as number | null,
    get: (benefit?.kind === "buy_x_get_y" ? benefit.get : 1) as number | null,
    currency: (benefit?.kind === "amount" ? benefit.amount.currency : (one?.least_total?.currency ?? "")) as string,
    has_least: Boolean(one?.least_total),
    least_total: (one?.least_total?.amount ?? null) as number | null,
    products: one?.products.join("\n") ?? "",
    categories: one?.categories.join("\n") ?? "",
    shops: one?.shops.join("\n") ?? "",
    starts_at: fielded(one?.starts_at ?? null),
    ends_at: fielded(one?.ends_at ?? null),
    total_limit: one?.total_limit ?? null,
    person_limit: one?.person_limit ?? null,
    stackable: one?.stackable ?? false,
    code: one?.code ?? "",
  };
}

export type Values = ReturnType<typeof valuesOf>;

/** Read a percentage as people write it, in hundredths of a percent; undefined when it is none from 0.01 to 100. */
export function rateOf(written: string): number | undefined {
  const rate = minorUnits(written, 2);
  return typeof rate === "number" && rate >= 1 && rate <= 10_000 ? rate : undefined;
}

function benefitOf({ kind, rate, amount, currency, buy, get }: Values): Terms["benefit"] {
  const points = rateOf(rate) ?? 10_000;
  if (kind === "percentage") return { kind, rate: points };
  if (kind === "amount") return { kind, amount: { amount: amount ?? 0, currency: currency as Money["currency"] } };
  if (kind === "buy_x_get_y") return { kind, buy: buy ?? 1, get: get ?? 1, rate: points };
  return { kind };
}

/** Say to the API what the form holds. */
export function termsOf(values: Values, before: Promotion | null): Terms {
  const { has_least, least_total, currency, code } = values;
  return {
    title: values.title,
    benefit: benefitOf(values),
    products: idsOf(values.products) ?? [],
    categories: idsOf(values.categories) ?? [],
    shops: idsOf(values.shops) ?? [],
    least_total: has_least ? { amount: least_total ?? 0, currency: currency as Money["currency"] } : null,
    starts_at: momentOf(values.starts_at, before?.starts_at),
    ends_at: momentOf(values.ends_at, before?.ends_at),
    total_limit: values.total_limit,
    person_limit: values.person_limit,
    stackable: values.stackable,
    code: code.trim() || null,
  };
}
