import { useLingui } from "@lingui/react/macro";

/** What a field must hold, in the words of the page; the API decides once more. */
export function useRules() {
  const { t } = useLingui();
  return {
    required: t`Fill this in.`,
    email: { value: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, message: t`Write an address such as name@example.com.` },
    most: (value: number) => ({ value, message: t`At most ${value} characters.` }),
    least: (value: number) => ({ value, message: t`At least ${value} characters.` }),
    whole: { value: /^\d+$/, message: t`Write a whole number.` },
  };
}
