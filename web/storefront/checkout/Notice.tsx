import { styled } from "@mui/material/styles";
import { colour, radius, type as sizes } from "../../theme/tokens";

/** What must be known before one goes on; `error` for what failed. */
export const Notice = styled("div", { shouldForwardProp: (name) => name !== "tone" })<{ tone: "error" | "ember" }>(
  ({ tone }) => ({
    display: "grid",
    gap: 8,
    padding: 16,
    marginBlockEnd: 24,
    border: `2px solid ${colour(tone)}`,
    borderRadius: radius.control,
    maxWidth: "72ch",
    "& > h2, & > strong": { fontSize: sizes.text, color: colour(tone) },
    "& small": { color: colour("quiet"), fontSize: sizes.small, overflowWrap: "anywhere" },
    "& ul": { display: "grid", gap: 8 },
  }),
);
