import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import type { Body, Model, Money, Params } from "../../api/contract";
import { read } from "../../api/queries";
import { type KeptAddress, useAddresses } from "../../queries/addresses";
import { type Cart, useCart } from "../../queries/cart";
import { countries } from "../../queries/countries";
import { useSettings } from "../../state/settings";

export type Order = Model<"OrderView">;
export type Quote = Model<"QuoteView">;
/** A way of the platform, or the id of one of a shop's own. */
export type ShippingWay = Quote["sellers"][number]["shipping_option"];
type Wish = Body<"quote_cart">;

/** The ways to pay so much for what goes to a country. */
export const paymentMethods = ({ amount, currency }: Money, country: string) =>
  queryOptions({
    ...read("list_offered_methods", { currency, country, amount } as Params<"list_offered_methods">),
    staleTime: 300_000,
    placeholderData: keepPreviousData,
  });

/** Where orders are delivered to; null when that cannot be read, undefined until it is. */
function useDestinations(): string[] | null | undefined {
  const { data, error } = useQuery(countries());
  if (error) return null;
  return data?.items.filter(({ delivered_to }) => delivered_to).map(({ code }) => code);
}

/** The addresses of one's book that parcels go to; none when it cannot be read, undefined until it is. */
export function useDeliverable(): KeptAddress[] | undefined {
  const book = useAddresses();
  const destinations = useDestinations();
  if (book.error || destinations === null) return [];
  return destinations && book.data?.items.filter(({ country }) => destinations.includes(country));
}

/** The country that was delivered to last, else that of the browser's languages; empty when neither is known. */
export function useLikelyCountry(): string | undefined {
  const { country } = useSettings();
  const destinations = useDestinations();
  const likely = [country, ...navigator.languages.map((tag) => /-([A-Z]{2})$/.exec(tag)?.[1])];
  return destinations === null
    ? ""
    : destinations && (likely.find((code) => code && destinations.includes(code)) ?? "");
}

/** What ordering the cart would cost: of the cart as it was last read, so a price that moved there is asked for anew. */
export function useQuote(wish: Wish | null) {
  const cart = useCart();
  return useQuery({
    queryKey: ["quote_cart", wish, priced(cart.data)],
    queryFn: ({ signal }) => call("quote_cart", {}, { body: wish as Wish, signal }),
    enabled: wish !== null && (cart.data?.quantity ?? 0) > 0,
    placeholderData: keepPreviousData,
  });
}

const priced = (cart: Cart | undefined) =>
  cart && [
    cart.coupon,
    cart.lines.map(({ id, quantity, unit_price, note }) => [id, quantity, unit_price.amount, note]),
  ];

/** So often, in milliseconds, is asked what became of a payment; less often the longer it takes. */
export const POLL = 1_000;
const MOST_SELDOM = 15_000;

/** An order of whoever is here; asked for again while its payment is being taken. */
export const order = (id: string) =>
  queryOptions({
    ...read("get_order", { order_id: id }),
    refetchInterval: ({ state }) =>
      state.data && isBeingCharged(state.data) && Math.min(POLL + state.dataUpdateCount * 200, MOST_SELDOM),
  });

/** Whether an answer of the bank is on its way. */
export const isBeingCharged = ({ status, payment_failure }: Order): boolean =>
  status === "pending" && payment_failure === null;
