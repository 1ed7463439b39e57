import { Trans } from "@lingui/react/macro";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { useFormat } from "../../format/format";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";
import { Button } from "../../ui";

interface Props {
  number: number;
  title: ReactNode;
  status: "done" | "open" | "ahead";
  /** What was filled in, when it is folded. */
  summary: ReactNode;
  onOpen: () => void;
  children: ReactNode;
}

/** A part of the checkout: filled in when it is open, a summary when it is done. */
export function Step({ number, title, status, summary, onOpen, children }: Props) {
  const { count } = useFormat();
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(status);
  const id = useId();
  useEffect(() => {
    if (status === "open" && before.current !== "open") heading.current?.focus();
    before.current = status;
  }, [status]);
  return (
    <Part aria-labelledby={id} data-status={status}>
      <div className="top">
        <h2 id={id} ref={heading} tabIndex={-1}>
          <span aria-hidden>{count(number)}</span>
          {title}
        </h2>
        {status === "done" && (
          <Button variant="text" onClick={onOpen} aria-describedby={id}>
            <Trans>Change</Trans>
          </Button>
        )}
      </div>
      {status === "open" && <div>{children}</div>}
      {status === "done" && <div className="summary">{summary}</div>}
    </Part>
  );
}

const Part = styled("section")({
  paddingBlock: 20,
  borderBlockEnd: `1px solid ${colour("line")}`,
  "& .top": { display: "flex", alignItems: "center", justifyContent: "space-between", gap: 16, minHeight: 44 },
  "& h2": { fontSize: sizes.large, display: "flex", gap: 12, outline: "none" },
  "& h2 > span": { color: colour("cobalt") },
  "&[data-status=ahead] h2": { color: colour("quiet") },
  "& > .top + div": { marginBlockStart: 16 },
  "& > .top + .summary": { marginBlockStart: 0, color: colour("quiet"), overflowWrap: "anywhere" },
});
