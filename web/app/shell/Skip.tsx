import { Trans } from "@lingui/react/macro";
import { styled } from "../../theme/styled";
import { colour, radius } from "../../theme/tokens";

/** The first link of a document, seen when it has the focus: past what stands around the page. */
export function Skip() {
  return (
    <Link href="#main">
      <Trans>Skip to the content</Trans>
    </Link>
  );
}

const Link = styled("a")({
  position: "absolute",
  insetInlineStart: 8,
  top: -80,
  zIndex: 20,
  padding: "12px 16px",
  borderRadius: radius.control,
  background: colour("cobalt"),
  color: colour("on-cobalt"),
  "&:focus": { top: 8 },
});
