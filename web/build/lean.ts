import type { Plugin } from "vite";

/** Parts of MUI and Emotion that we never reach, and which the first page would be 10 kB heavier for. */
const unreached: Record<string, string> = {
  // Colours are variables of the document already: MUI makes none, and switches no scheme.
  "./createThemeWithVars.mjs": "export default function createThemeWithVars() { throw new Error('left out'); }",
  "./ThemeProviderWithVars.mjs": `
    export const CssVarsProvider = () => null;
    export const useColorScheme = () => ({});
    export const getInitColorSchemeScript = () => null;
    export const Experimental_CssVarsProvider = CssVarsProvider;`,
  // Ripples are off.
  "./TouchRipple.mjs": "export default () => null;",
  // For components that are wrapped to be given the theme.
  "hoist-non-react-statics": "export default (target) => target;",
};

/** Leave them out of what is built. */
export function lean(): Plugin {
  return {
    name: "souk:lean",
    apply: "build",
    enforce: "pre",
    resolveId(source, importer) {
      return importer && /@mui\/material\/|@emotion\/react\//.test(importer) && source in unreached
        ? `\0lean:${source}`
        : undefined;
    },
    load(id) {
      return id.startsWith("\0lean:") ? unreached[id.slice("\0lean:".length)] : undefined;
    },
  };
}
