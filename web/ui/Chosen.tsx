import { styled } from "../theme/styled";
import { colour, type as sizes } from "../theme/tokens";

/** What was chosen of a product's options, as its shop writes it, whichever way the page runs; nothing where there are none. */
export function Chosen({ of }: { of: Record<string, string> | null | undefined }) {
  const values = Object.values(of ?? {});
  return values.length > 0 ? <Words dir="auto">{values.join(", ")}</Words> : null;
}

const Words = styled("bdi")({
  display: "block",
  textAlign: ["-webkit-match-parent", "match-parent"],
  color: colour("quiet"),
  fontSize: sizes.label,
});
