import type { Model } from "../../api/contract";

export type Product = Model<"ProductView">;
export type Variant = Model<"VariantView">;
export type Choice = Record<string, string>;

/** The variant that is shown at first: the first one in stock, else the first. */
export const firstVariant = ({ variants }: Pick<Product, "variants">): Variant | undefined =>
  variants.find(({ available }) => available > 0) ?? variants[0];

const fits = (variant: Variant, choice: Choice) =>
  Object.entries(choice).every(([name, value]) => variant.options[name] === value);

/** Choose a value and keep the other choices where there is such a variant; else the nearest one that has the value. */
export function choose(variants: Variant[], chosen: Variant, name: string, value: string): Variant {
  const wanted = { ...chosen.options, [name]: value };
  const having = variants.filter((variant) => variant.options[name] === value);
  return (
    having.find((variant) => fits(variant, wanted)) ??
    having.find(({ available }) => available > 0) ??
    having[0] ??
    chosen
  );
}

/** Whether a value, with the other choices as they are, can be bought, is sold out, or is not made. */
export function standing(
  variants: Variant[],
  chosen: Variant,
  name: string,
  value: string,
): "sold" | "sold out" | "not made" {
  const variant = variants.find((one) => fits(one, { ...chosen.options, [name]: value }));
  if (!variant) return "not made";
  return variant.available > 0 ? "sold" : "sold out";
}
