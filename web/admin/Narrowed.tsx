import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { styled } from "../theme/styled";
import { colour, radius, type as sizes } from "../theme/tokens";
import { Button } from "../ui";

interface Props {
  /** What the list is narrowed to. */
  children: ReactNode;
  onClear: () => void;
}

/** Says that a list shows a part only, and gives the rest back. */
export function Narrowed({ children, onClear }: Props) {
  return (
    <Line>
      <span>{children}</span>
      <Button onClick={onClear}>
        <Trans>Show everything</Trans>
      </Button>
    </Line>
  );
}

const Line = styled("p")({
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  justifyContent: "space-between",
  gap: "0 16px",
  paddingInline: "16px 8px",
  marginBlockEnd: 12,
  borderRadius: radius.control,
  background: colour("cobalt-wash"),
  fontSize: sizes.dense,
  overflowWrap: "anywhere",
});
