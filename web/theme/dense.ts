import { createTheme, type Theme } from "@mui/material/styles";
import { type } from "./tokens";

const byMouse = "@media (pointer: fine)";

/** The theme of the consoles: smaller letters, and lower controls where there is a mouse. */
export const dense = (theme: Theme): Theme =>
  createTheme(theme, {
    typography: { fontSize: 14, button: { fontSize: type.dense } },
    components: {
      MuiInputBase: {
        styleOverrides: { input: { fontSize: type.dense, [byMouse]: { paddingBlock: "7px !important" } } },
      },
    },
  });
