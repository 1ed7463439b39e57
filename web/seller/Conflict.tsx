import { Trans } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import type { Problem } from "../api/problem";
import { styled } from "../theme/styled";
import { colour, radius } from "../theme/tokens";
import { Button, ErrorState } from "../ui";

interface Props {
  onTakeTheirs: () => Promise<void>;
  onKeepMine: () => void;
}

/** Somebody else saved meanwhile: whose words stay is for people to say. */
export function Conflict({ onTakeTheirs, onKeepMine }: Props) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const take = () => {
    setProblem(null);
    void onTakeTheirs().catch(setProblem);
  };
  return (
    <Box role="alert" tabIndex={-1} ref={box}>
      <p>
        <b>
          <Trans>Somebody changed this since you opened it.</Trans>
        </b>{" "}
        <Trans>Nothing was saved, and what you wrote is still here.</Trans>
      </p>
      {problem && <ErrorState problem={problem} />}
      <div>
        <Button variant="contained" onClick={onKeepMine}>
          <Trans>Save mine over it</Trans>
        </Button>
        <Button variant="outlined" onClick={take}>
          <Trans>Drop mine, show theirs</Trans>
        </Button>
      </div>
    </Box>
  );
}

const Box = styled("div")({
  padding: 16,
  marginBlockEnd: 24,
  border: `2px solid ${colour("ember")}`,
  borderRadius: radius.control,
  "& > div": { display: "flex", flexWrap: "wrap", gap: 12, marginBlockStart: 12 },
});
