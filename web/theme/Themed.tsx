import { ThemeContext } from "@emotion/react";
import { ThemeProvider } from "@mui/material/styles";
import { type ReactNode, useContext, useState } from "react";
import { souk } from "./theme";

/** MUI's components as our pages look. Whatever draws such components stands in it: first pages go without. */
export function Themed({ children }: { children: ReactNode }) {
  const isThemed = "palette" in useContext(ThemeContext);
  const [theme] = useState(() => souk(document.dir === "rtl" ? "rtl" : "ltr"));
  return isThemed ? children : <ThemeProvider theme={theme}>{children}</ThemeProvider>;
}
