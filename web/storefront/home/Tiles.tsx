import { styled } from "../../theme/styled";
import { colour } from "../../theme/tokens";
import { StarMark } from "../../ui";

// A piece of a wall: a letter for each tile's glaze.
const wall = ["ccwce", "wclcw", "ecwcc"];
const glazes = { c: "cobalt", w: "line", e: "ember", l: "leaf" } as const;

/** A piece of a tiled wall, where there is room for it. */
export function Tiles() {
  return (
    <Wall aria-hidden>
      {wall.flatMap((row, y) =>
        [...row].map((glaze, x) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a tile is its place
          <span key={`${x}-${y}`} style={{ color: colour(glazes[glaze as keyof typeof glazes]) }}>
            <StarMark size={72} />
          </span>
        )),
      )}
    </Wall>
  );
}

const Wall = styled("div")({
  position: "absolute",
  insetInlineEnd: 0,
  insetBlockStart: "clamp(8px, 3vw, 48px)",
  display: "grid",
  gridTemplateColumns: "repeat(5, 72px)",
  gap: 4,
  "@media (max-width: 1100px)": { display: "none" },
});
