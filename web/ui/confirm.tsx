import { Trans } from "@lingui/react/macro";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { type ReactNode, useState } from "react";
import { create } from "zustand";
import { Problem } from "../api/problem";
import { Button } from "./Button";
import { ErrorState } from "./States";

interface Question {
  title: ReactNode;
  text?: ReactNode;
  /** What the button says that does it. */
  yes: ReactNode;
  danger?: boolean;
  /** Done while the question stays open and says that it is at work. */
  work?: () => Promise<unknown>;
}

interface Asked extends Question {
  answer: (agreed: boolean) => void;
}

const useAsked = create<{ asked: Asked | null }>(() => ({ asked: null }));

/** Ask before something that cannot be taken back; true when it was agreed to, and its work done. */
export function confirm(question: Question): Promise<boolean> {
  return new Promise((answer) => useAsked.setState({ asked: { ...question, answer } }));
}

/** Where the question of `confirm` appears; it stands once in an area. */
export function Confirmations() {
  const asked = useAsked((state) => state.asked);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (!asked) return null;
  const close = (agreed: boolean) => {
    setProblem(null);
    useAsked.setState({ asked: null });
    asked.answer(agreed);
  };
  const agree = async () => {
    setBusy(true);
    try {
      await asked.work?.();
      close(true);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={() => !busy && close(false)} aria-labelledby="question">
      <DialogTitle id="question">{asked.title}</DialogTitle>
      <DialogContent>
        {asked.text}
        {problem && <ErrorState problem={problem} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={() => close(false)} disabled={busy} autoFocus>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          onClick={() => void agree()}
          loading={busy}
          variant="contained"
          color={asked.danger ? "error" : "primary"}
        >
          {asked.yes}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
