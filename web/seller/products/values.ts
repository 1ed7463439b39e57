import type { Body, Model } from "../../api/contract";
import type { Product } from "./queries";

/** A product as its form holds it: names of options once, and in each variant their values in the same order. */
export interface ProductValues {
  /** Which one it was when it was read. */
  version: number;
  title: string;
  description: string;
  category_id: string;
  reference: string;
  currency: string;
  images: { url: string; alt: string }[];
  attributes: { name: string; value: string }[];
  options: { name: string }[];
  variants: VariantValues[];
}

export interface VariantValues {
  sku: string;
  values: string[];
  /** In minor units; null is not written yet, NaN is no amount. */
  amount: number | null;
  /** What was counted; null leaves the stock as it is. */
  stock: number | null;
  /** What can be sold now; null for a variant that is not there yet. */
  available: number | null;
}

export const MOST = { images: 20, attributes: 40, options: 3, variants: 200 };
export const NAME = /^[a-z][a-z0-9_]{0,31}$/;

const LETTERS: Record<string, string> = {
  ä: "ae",
  ö: "oe",
  ü: "ue",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  ı: "i",
};

/** Write the name of an option or a fact as the API takes it, as far as Latin letters can. */
export const nameOf = (words: string): string =>
  words
    .normalize("NFC")
    .trim()
    .toLowerCase()
    .replace(/[^a-z]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .replace(/[\s-]+/g, "_");

export const emptyVariant = (options: number): VariantValues => ({
  sku: "",
  values: Array.from({ length: options }, () => ""),
  amount: null,
  stock: null,
  available: null,
});

export const newProduct = (currency: string): ProductValues => ({
  version: 0,
  title: "",
  description: "",
  category_id: "",
  reference: "",
  currency,
  images: [],
  attributes: [],
  options: [],
  variants: [emptyVariant(0)],
});

/** Write a product into its form. */
export function valuesOf(product: Product): ProductValues {
  const names = product.options.map(({ name }) => name);
  return {
    version: product.version,
    title: product.title,
    description: product.description,
    category_id: product.category.at(-1)?.id ?? "",
    reference: product.reference === product.id ? "" : product.reference,
    currency: product.price.currency,
    images: product.images.map(({ url, alt }) => ({ url, alt: alt ?? "" })),
    attributes: Object.entries(product.attributes).map(([name, value]) => ({ name, value })),
    options: names.map((name) => ({ name })),
    variants: product.variants.map(({ sku, options, price, available }) => ({
      sku,
      values: names.map((name) => options[name] ?? ""),
      amount: price.amount,
      stock: null,
      available,
    })),
  };
}

/** Write what the form holds as the API takes it; of pictures that stay, what is known of them is kept. */
export function bodyOf(
  values: ProductValues,
  status: Model<"ProductStatus">,
  known: Product["images"] = [],
): Body<"create_product"> {
  const currency = values.currency as Model<"Currency">;
  return {
    title: values.title,
    description: values.description,
    category_id: values.category_id,
    ...(values.reference && { reference: values.reference }),
    status,
    images: values.images.map(({ url, alt }) => {
      const { width = null, height = null } = known.find((one) => one.url === url) ?? {};
      return { url, alt: alt || null, width, height };
    }),
    attributes: Object.fromEntries(values.attributes.map(({ name, value }) => [name, value])),
    variants: values.variants.map(({ sku, values: chosen, amount, stock }) => ({
      sku,
      options: Object.fromEntries(values.options.map(({ name }, place) => [name, chosen[place] ?? ""])),
      price: { amount: amount ?? 0, currency },
      ...(stock !== null && { stock }),
    })),
  };
}

/** Whether a product is what a request wanted to make of it, such as one whose answer never came. */
export const isSaved = (product: Product, wanted: Body<"create_product">): boolean =>
  JSON.stringify(bodyOf(valuesOf(product), product.status, product.images)) === JSON.stringify(wanted);

/** Say which field of the form is meant by one of the request. */
export function namesOf(values: ProductValues): Record<string, string> {
  const names: Record<string, string> = {};
  values.attributes.forEach(({ name }, place) => {
    names[`attributes.${name}`] = `attributes.${place}.value`;
  });
  values.variants.forEach((_, row) => {
    names[`variants.${row}.price`] = `variants.${row}.amount`;
    names[`variants.${row}.price.amount`] = `variants.${row}.amount`;
    values.options.forEach(({ name }, place) => {
      names[`variants.${row}.options.${name}`] = `variants.${row}.values.${place}`;
    });
  });
  return names;
}
