import { styled } from "../theme/styled";
import { colour, radius } from "../theme/tokens";

/** A shape that stands for what is on its way; it shows only after a moment, so that quick answers do not flicker. */
export const Ghost = styled("span")({
  display: "block",
  borderRadius: radius.control,
  background: colour("sunken"),
  minHeight: 16,
  animation: "appear 300ms 150ms both",
});

interface Props {
  rows?: number;
  height?: number;
}

/** Rows that are on their way. */
export function RowGhosts({ rows = 6, height = 64 }: Props) {
  return (
    <Stack aria-hidden>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing tells ghosts apart
        <Ghost key={row} style={{ height }} />
      ))}
    </Stack>
  );
}

const Stack = styled("div")({ display: "grid", gap: 12 });
