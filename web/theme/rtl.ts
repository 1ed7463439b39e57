import type { StylisPlugin } from "@emotion/cache";
import rtl from "@mui/stylis-plugin-rtl";

/** What makes MUI's left and right those of a language that is written from the right; our own styles are logical. */
export const mirrored: StylisPlugin[] = [rtl];
