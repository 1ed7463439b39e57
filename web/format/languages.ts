/** The languages of the shop, each by its own name. */
export const languages = { en: "English", de: "Deutsch", ar: "العربية" };
export type Locale = keyof typeof languages;
