import { lazy, type ReactNode, Suspense } from "react";
import { create } from "zustand";

export interface Question {
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

// Most visits ask nothing.
const QuestionDialog = lazy(async () => ({ default: (await import("./QuestionDialog")).QuestionDialog }));

/** Ask before something that cannot be taken back; true when it was agreed to, and its work done. */
export function confirm(question: Question): Promise<boolean> {
  return new Promise((answer) => useAsked.setState({ asked: { ...question, answer } }));
}

/** Where the question of `confirm` appears; it stands once in an area. */
export function Confirmations() {
  const asked = useAsked((state) => state.asked);
  if (!asked) return null;
  const answer = (agreed: boolean) => {
    useAsked.setState({ asked: null });
    asked.answer(agreed);
  };
  return (
    <Suspense>
      <QuestionDialog question={asked} onAnswer={answer} />
    </Suspense>
  );
}
