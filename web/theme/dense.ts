import type { Theme } from "@mui/material/styles";
import { type } from "./tokens";

/** The theme of the consoles: smaller letters in fields, which are lower where there is a mouse. */
export const dense = (theme: Theme): Theme => ({
  ...theme,
  components: {
    ...theme.components,
    MuiInputBase: {
      styleOverrides: {
        input: {
          fontSize: type.dense,
          "@media (pointer: fine)": { "&:is(input)": { paddingBlock: "7px !important" } },
        },
      },
    },
  },
});
