import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";
import { languages } from "./format/languages";

// Texts of pages that few open at first are loaded with those pages.
const account = [...["account", "checkout", "orders", "sell"].map((folder) => `storefront/${folder}`), "forms"];
const consoles = ["consoles", "seller", "admin", "forms"];
const tests = ["**/*.test.*", "testing", "dist"];

export default defineConfig({
  sourceLocale: "en",
  locales: Object.keys(languages),
  orderBy: "message",
  format: formatter({ origins: false }),
  catalogs: [
    { path: "locales/{locale}", include: ["."], exclude: [...account, ...consoles, ...tests] },
    { path: "locales/account/{locale}", include: account, exclude: tests },
    { path: "locales/consoles/{locale}", include: consoles, exclude: tests },
  ],
});
