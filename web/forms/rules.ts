import { useLingui } from "@lingui/react/macro";
import { fieldWords } from "./field_words";

/** What a field must hold, in the words in which the API's refusal of it is told; the API decides once more. */
export function useRules() {
  const { i18n } = useLingui();
  const told = (code: keyof typeof fieldWords, figures = {}) => i18n._({ ...fieldWords[code], values: figures });
  const required = told("missing");
  return {
    required,
    /** For what must hold more than blanks. */
    written: (value: string) => value.trim() !== "" || required,
    email: { value: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, message: told("unfit_email") },
    phone: { value: /^\s*(\+|00)[0-9 ()./-]{7,}\s*$/, message: told("unfit_phone") },
    postal_code: told("postal_code_elsewhere"),
    most: (value: number) => ({ value, message: told("string_too_long", { max_length: value }) }),
    least: (value: number) => ({ value, message: told("string_too_short", { min_length: value }) }),
  };
}
