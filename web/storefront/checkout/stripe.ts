import { queryOptions } from "@tanstack/react-query";
import type { Model } from "../../api/contract";
import { Problem } from "../../api/problem";

export type ProviderFields = Model<"ProviderFields">;

/** As much of Stripe's script as is used here: https://docs.stripe.com/js */
export interface Stripe {
  elements: (options: object) => StripeElements;
  createConfirmationToken: (options: { elements: StripeElements }) => Promise<{
    confirmationToken?: { id: string };
    error?: StripeError;
  }>;
  handleNextAction: (options: { clientSecret: string }) => Promise<{ error?: StripeError }>;
}

interface StripeElements {
  create: (type: "payment", options: object) => { mount: (place: HTMLElement) => void; destroy: () => void };
  update: (options: object) => void;
  submit: () => Promise<{ error?: StripeError }>;
}

/** What went wrong, in the language of the fields. */
interface StripeError {
  message?: string;
}

declare global {
  var Stripe: ((key: string) => Stripe) | undefined;
}

/** Stripe's script, which knows whose shop this is; fetched when it is first needed. */
export const stripe = ({ script, key }: ProviderFields) =>
  queryOptions({
    queryKey: ["stripe", script, key],
    queryFn: async () => {
      if (!globalThis.Stripe) await load(script);
      if (!globalThis.Stripe) throw new Problem(0);
      return globalThis.Stripe(key);
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });

const load = (address: string) =>
  new Promise<void>((loaded, failed) => {
    const tag = document.createElement("script");
    tag.onload = () => loaded();
    tag.onerror = () => {
      tag.remove();
      failed(new Problem(0));
    };
    tag.src = address;
    document.head.append(tag);
  });
