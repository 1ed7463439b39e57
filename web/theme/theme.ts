import { createTheme, type ThemeOptions } from "@mui/material/styles";
import { colour, fonts, radius, target, type } from "./tokens";

const tone = (main: string, on = colour("ground")) => ({ main, light: main, dark: main, contrastText: on });

// Colours are variables that the document defines, so one theme is light and dark; MUI mixes them in CSS.
const mixedInCss = { colorSpace: "srgb" } as ThemeOptions;

/** MUI's theme, made of the tokens. */
export function souk(direction: "ltr" | "rtl") {
  return createTheme({
    ...mixedInCss,
    direction,
    spacing: 4,
    shape: { borderRadius: radius.control },
    palette: {
      primary: tone(colour("cobalt"), colour("on-cobalt")),
      secondary: tone(colour("ink")),
      error: tone(colour("error")),
      warning: tone(colour("ember")),
      info: tone(colour("cobalt"), colour("on-cobalt")),
      success: tone(colour("leaf")),
      text: { primary: colour("ink"), secondary: colour("quiet"), disabled: colour("quiet") },
      background: { default: colour("ground"), paper: colour("raised") },
      divider: colour("line"),
    },
    typography: {
      fontFamily: fonts.text,
      button: { textTransform: "none", fontWeight: 600, fontSize: type.text, letterSpacing: 0 },
      h1: { fontFamily: fonts.display, fontSize: type.title, fontWeight: 620 },
      h2: { fontFamily: fonts.display, fontSize: type.large, fontWeight: 620 },
    },
    components: {
      MuiButtonBase: { defaultProps: { disableRipple: true } },
      MuiButton: {
        defaultProps: { disableElevation: true },
        styleOverrides: {
          root: {
            minHeight: target,
            paddingInline: 18,
            "&.Mui-focusVisible": { outline: `3px solid ${colour("cobalt")}`, outlineOffset: 2 },
          },
        },
      },
      MuiIconButton: {
        styleOverrides: {
          root: { minWidth: target, minHeight: target, borderRadius: radius.control, color: "inherit" },
        },
      },
      MuiOutlinedInput: { styleOverrides: { notchedOutline: { borderColor: colour("quiet") } } },
      MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: "none" } } },
      MuiMenu: {
        defaultProps: { elevation: 0 },
        styleOverrides: {
          paper: { border: `1px solid ${colour("line")}`, borderRadius: radius.control, marginBlockStart: 4 },
        },
      },
      MuiMenuItem: { styleOverrides: { root: { minHeight: target } } },
    },
  });
}
