import type { HTMLAttributes } from "react";
import { styled } from "../../theme/styled";
import { colour, radius, type as sizes } from "../../theme/tokens";

interface Props extends HTMLAttributes<HTMLDivElement> {
  tone: "error" | "ember";
}

/** What must be known before one goes on; `error` for what failed. */
export const Notice = ({ tone, ...others }: Props) => <Box {...others} className={tone} />;

const toned = (tone: Props["tone"]) => ({
  borderColor: colour(tone),
  "& > h2, & > strong": { fontSize: sizes.text, color: colour(tone) },
});

const Box = styled("div")({
  display: "grid",
  gap: 8,
  padding: 16,
  marginBlockEnd: 24,
  border: "2px solid",
  borderRadius: radius.control,
  maxWidth: "72ch",
  "&.error": toned("error"),
  "&.ember": toned("ember"),
  "& small": { color: colour("quiet"), fontSize: sizes.small, overflowWrap: "anywhere" },
  "& ul": { display: "grid", gap: 8 },
});
