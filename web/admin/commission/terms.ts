import type { Body, Model, Money } from "../../api/contract";
import { idsOf } from "../../consoles/promotions/terms";
import { minorUnits } from "../../format/money";
import type { Category } from "../../queries/categories";

export type Rule = Model<"CommissionRuleView">;
type Terms = Body<"create_commission_rule">;

/** What the form holds of a rule, or of a new one. */
export function valuesOf(rule: Rule | null) {
  const { currency = "" } = rule?.fixed ?? rule?.least ?? rule?.most ?? {};
  return {
    seller_id: rule?.seller_id ?? "",
    category_id: rule?.category_id ?? "",
    rate: (rule ? String(rule.rate / 100) : "") as string,
    currency: currency as string,
    fixed: (rule?.fixed?.amount ?? null) as number | null,
    fixed_per: rule?.fixed_per ?? ("line" as Rule["fixed_per"]),
    least: (rule?.least?.amount ?? null) as number | null,
    most: (rule?.most?.amount ?? null) as number | null,
  };
}

export type Values = ReturnType<typeof valuesOf>;

/** Read a percentage as people write it, in hundredths of a percent; undefined when it is none from 0 to 100. */
export function pointsOf(written: string): number | undefined {
  const points = minorUnits(written, 2);
  return typeof points === "number" && points <= 10_000 ? points : undefined;
}

/** Read the id of a shop, from its address too; null where there is none, undefined where it says none. */
export function shopOf(written: string): string | null | undefined {
  const ids = idsOf(written);
  if (ids === null || ids.length > 1) return undefined;
  return ids[0] ?? null;
}

/** What a rule is for. */
export const scopeOf = ({ seller_id, category_id }: Pick<Values, "seller_id" | "category_id">) => ({
  seller_id: shopOf(seller_id) ?? null,
  category_id: category_id || null,
});

/** What is kept, as the API is told. */
export function termsOf({ rate, currency, fixed, fixed_per, least, most }: Values): Omit<Terms, "seller_id"> {
  const money = (amount: number | null): Money | null =>
    currency && amount !== null ? { amount, currency: currency as Money["currency"] } : null;
  return { rate: pointsOf(rate) ?? 0, fixed: money(fixed), fixed_per, least: money(least), most: money(most) };
}

/** All categories with the names on the way to them, in the order of the tree. */
export function branches(among: Category[], above = ""): { value: string; label: string }[] {
  return among.flatMap(({ id, name, children }) => {
    const label = above + name;
    return [{ value: id, label }, ...branches(children, `${label} › `)];
  });
}
