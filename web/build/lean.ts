import type { Plugin } from "vite";

const nothing = "export default () => null;";

/** Parts of MUI and Emotion that we never reach, and which pages would be heavier for. */
const unreached: Record<string, string> = {
  // Colours are variables of the document already: MUI makes none, and switches no scheme.
  "@mui/material/styles/createThemeWithVars.mjs":
    "export default function createThemeWithVars() { throw new Error('left out'); }",
  "@mui/material/styles/ThemeProviderWithVars.mjs": `
    export const CssVarsProvider = () => null;
    export const useColorScheme = () => ({});
    export const getInitColorSchemeScript = () => null;
    export const Experimental_CssVarsProvider = CssVarsProvider;`,
  "@mui/material/styles/stringifyTheme.mjs": "export const stringifyTheme = () => '';",
  // Ripples are off.
  "@mui/material/ButtonBase/TouchRipple.mjs": nothing,
  // Styles are those of `styled`: `sx` is not read, styles are in no layers, containers are asked for in CSS.
  "@mui/system/styleFunctionSx/styleFunctionSx.mjs": `${nothing} export const unstable_createStyleFunctionSx = () => () => null;`,
  "@mui/system/styleFunctionSx/defaultSxConfig.mjs": "export default {};",
  "@mui/system/ThemeProvider/useLayerOrder.mjs": nothing,
  "@mui/system/cssContainerQueries/cssContainerQueries.mjs": `
    export default (theme) => theme;
    export const sortContainerQueries = (_, css) => css;
    export const isCqShorthand = () => false;
    export const getContainerQuery = () => null;`,
  // What is no attribute of HTML is not given to an element: types see to it, but for what MUI itself adds.
  "@emotion/is-prop-valid/dist/emotion-is-prop-valid.esm.js": `
    const added = new Set(["ownerState", "theme", "sx", "as"]);
    export default (name) => !added.has(name);`,
  // For components that are wrapped to be given the theme.
  "hoist-non-react-statics/dist/hoist-non-react-statics.cjs.js": "export default (target) => target;",
};

/** Leave them out of what is built. */
export function lean(): Plugin {
  return {
    name: "souk:lean",
    apply: "build",
    enforce: "pre",
    load(id) {
      return unreached[id.slice(id.lastIndexOf("/node_modules/") + "/node_modules/".length)];
    },
  };
}
