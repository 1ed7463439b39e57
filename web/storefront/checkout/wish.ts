import type { Body, Model } from "../../api/contract";
import { type AddressValues, addressOf, blankAddress, valuesOf } from "../../forms/address";
import type { Cart } from "../../queries/cart";
import type { Country } from "../../queries/countries";
import type { Quote, ShippingWay } from "./queries";

export type Wish = Body<"place_order">;
export type Step = "address" | "shipping" | "payment";
export const steps: Step[] = ["address", "shipping", "payment"];

/** What is filled in on the way to an order. */
export interface Checkout {
  email: string;
  /** The address of the book that is taken; empty for the one in the fields. */
  saved_address: string;
  shipping_address: AddressValues;
  shipping_option: Record<string, ShippingWay>;
  payment_method: string;
  gift_cards: string[];
  store_credit: boolean;
  note: string;
}

/**
 * Begin with what is known: what was left unsent, else the address that parcels usually go to, else the country that was
 * chosen.
 */
export function draftOf(saved: Model<"AddressView">[], country: string | null, unsent: Checkout | null): Checkout {
  const usual = saved.find(({ default_shipping }) => default_shipping) ?? saved[0];
  const begun = {
    email: "",
    saved_address: usual?.id ?? "",
    shipping_address: usual ? valuesOf(usual) : blankAddress(country ?? ""),
    shipping_option: {},
    payment_method: "",
    gift_cards: [],
    store_credit: false,
    note: "",
  };
  if (!unsent) return begun;
  const isTheirs = saved.some(({ id }) => id === unsent.saved_address);
  const isWritten = unsent.saved_address === "" && unsent.shipping_address.line1 !== "";
  const { saved_address, shipping_address, ...rest } = unsent;
  return { ...begun, ...rest, ...((isTheirs || isWritten) && { saved_address, shipping_address }) };
}

/** What to ask the price of; null until it is known where to. A postal code counts once it is written to its end. */
export function quoteOf(cart: Cart, values: Checkout, addressed: boolean): Body<"quote_cart"> | null {
  const { country, postal_code } = values.shipping_address;
  if (!country) return null;
  return {
    country: country as Model<"Destination">,
    shipping_option: optionsOf(cart, values.shipping_option),
    ...creditOf(values),
    ...(addressed && postal_code && { postal_code }),
  };
}

/** What to order, at the total that was shown; only a guest says where to write to. */
export function orderOf(
  cart: Cart,
  values: Checkout,
  quote: Quote,
  countries: Country[],
  signedIn: boolean,
  paid: Pick<Wish, "payment_token">,
): Wish {
  return {
    ...paid,
    shipping_address: addressOf(values.shipping_address, countries) as Wish["shipping_address"],
    shipping_option: optionsOf(cart, values.shipping_option),
    ...(quote.to_pay.amount > 0 && { payment_method: values.payment_method }),
    ...creditOf(values),
    expected_total: quote.total as Wish["expected_total"],
    expected_to_pay: quote.to_pay as Wish["expected_to_pay"],
    ...(values.note.trim() && { note: values.note }),
    ...(!signedIn && { email: values.email }),
  };
}

/** What is used of gift cards and store credit, as far as anything is. */
const creditOf = ({ gift_cards, store_credit }: Checkout) => ({
  ...(gift_cards.length > 0 && { gift_cards }),
  ...(store_credit && { store_credit }),
});

/** How the parcel of each shop in the cart travels: as chosen, else the usual way. */
export function optionsOf(cart: Cart, chosen: Checkout["shipping_option"]): Record<string, ShippingWay> {
  return Object.fromEntries(cart.sellers.map(({ seller_id }) => [seller_id, chosen[seller_id] ?? "standard"]));
}

/** Say in which step a field of the request is filled in. */
export function stepOf(field: string): Step {
  if (field.startsWith("shipping_option")) return "shipping";
  return /^(payment_|gift_cards|store_credit)/.test(field) ? "payment" : "address";
}

/** The first step that a refusal is about; undefined when it names no field. */
export function firstStepOf(fields: string[]): Step | undefined {
  const named = fields.filter((field) => !/^(items\.|expected_(total|to_pay)$)/.test(field)).map(stepOf);
  return steps.find((step) => named.includes(step));
}
