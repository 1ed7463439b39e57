import { vi } from "vitest";

/** Stripe's only method here, as the API offers it. */
export const card = {
  method: "stripe_card",
  title: "Card",
  provider: "stripe",
  can_be_kept: true,
  fields: { script: "https://js.stripe.com/endive/stripe.js", key: "pk_test_souk" },
};

/** Stripe's script as far as pages know it, and what they had it do. */
export function stripeOfATest() {
  const mounted = new Set<HTMLElement>();
  const seen = {
    keys: [] as string[],
    options: {} as object,
    /** The payments of which the bank was asked. */
    asked: [] as string[],
    /** What the fields find fault with. */
    unfit: undefined as string | undefined,
    drawn: () => mounted.size,
  };
  let tokens = 0;
  const element = () => {
    let place: HTMLElement;
    return {
      mount: (at: HTMLElement) => {
        place = at;
        mounted.add(at);
      },
      destroy: () => mounted.delete(place),
    };
  };
  const script = {
    elements: (options: object) => {
      seen.options = options;
      const submit = async () => (seen.unfit ? { error: { message: seen.unfit } } : {});
      return { create: element, update: (changes: object) => Object.assign(options, changes), submit };
    },
    createConfirmationToken: async () => ({ confirmationToken: { id: `ctoken_${++tokens}` } }),
    handleNextAction: async ({ clientSecret }: { clientSecret: string }) => {
      seen.asked.push(clientSecret);
      return {};
    },
  };
  vi.stubGlobal("Stripe", (key: string) => {
    seen.keys.push(key);
    return script;
  });
  return seen;
}
