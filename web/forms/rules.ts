import { useLingui } from "@lingui/react/macro";

/** What a field must hold, in the words of the page; the API decides once more. */
export function useRules() {
  const { t } = useLingui();
  return {
    required: t`Fill this in.`,
    /** For what must hold more than blanks. */
    written: (value: string) => value.trim() !== "" || t`Fill this in.`,
    email: { value: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, message: t`Write an address such as name@example.com.` },
    phone: {
      value: /^\s*(\+|00)[0-9 ()./-]{7,}\s*$/,
      message: t`Write it with the code of the country, such as +44 20 7946 0000.`,
    },
    most: (value: number) => ({ value, message: t`At most ${value} characters.` }),
    least: (value: number) => ({ value, message: t`At least ${value} characters.` }),
    whole: { value: /^\d+$/, message: t`Write a whole number.` },
  };
}
