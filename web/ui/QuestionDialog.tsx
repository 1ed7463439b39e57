import { Trans } from "@lingui/react/macro";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { useState } from "react";
import { Problem } from "../api/problem";
import { Themed } from "../theme/Themed";
import { Button } from "./Button";
import type { Question } from "./confirm";
import { ErrorState } from "./States";

interface Props {
  question: Question;
  onAnswer: (agreed: boolean) => void;
}

/** A question over the page; it is answered with yes once its work is done. */
export function QuestionDialog({ question: { title, text, yes, danger = false, work }, onAnswer }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const agree = async () => {
    setBusy(true);
    try {
      await work?.();
      onAnswer(true);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Themed>
      <Dialog open onClose={() => !busy && onAnswer(false)} aria-labelledby="question">
        <DialogTitle id="question">{title}</DialogTitle>
        <DialogContent>
          {text}
          {problem && <ErrorState problem={problem} />}
        </DialogContent>
        <DialogActions>
          <Button onClick={() => onAnswer(false)} disabled={busy} autoFocus>
            <Trans>Cancel</Trans>
          </Button>
          <Button onClick={() => void agree()} loading={busy} variant="contained" color={danger ? "error" : "primary"}>
            {yes}
          </Button>
        </DialogActions>
      </Dialog>
    </Themed>
  );
}
