import { useRef, useState } from "react";
import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";
import type { Answer, Body, Operation, Params } from "../../api/contract";
import type { Problem } from "../../api/problem";
import { useCommand } from "../../api/queries";
import { tabStorage } from "../../state/storage";

interface Attempt {
  idempotency_key: string;
  body: unknown;
}

/** Wishes that went out and that no answer has decided yet, by what they are about. */
const useAttempts = create<Record<string, Attempt | undefined>>()(
  persist((): Record<string, Attempt | undefined> => ({}), {
    name: "souk.attempts",
    storage: createJSONStorage(() => tabStorage),
  }),
);

/** What leaves open whether it was done: no answer, or one of a shop that broke on the way or is still at work. */
const isLost = ({ status, code }: Problem) => status === 0 || status >= 500 || code === "request_in_progress";
/** What is turned away at the door says nothing of a request that went out before. */
const isTurnedAway = ({ status }: Problem) => status === 401 || status === 429;

interface Wish<O extends Operation> {
  params?: Partial<Params<O>>;
  onDone: (answer: Answer<O>) => void;
  onProblem?: (problem: Problem) => void;
}

/**
 * Send something that must happen once at most: an order, a payment.
 *
 * One Idempotency-Key goes with one wish until an answer decides it, over retries, reloads of the page and any number
 * of presses. While it is `open` whether it was done, the same wish is sent again, whatever is asked for meanwhile.
 */
export function useAttempt<O extends Operation>(operation: O, name: string, { params, onDone, onProblem }: Wish<O>) {
  const attempt = useAttempts((attempts) => attempts[name]);
  const command = useCommand(operation);
  const underWay = useRef(false);
  const [repeats, setRepeats] = useState(false);
  const keep = (next: Attempt | undefined) => useAttempts.setState({ [name]: next });

  const send = (body?: Body<O>) => {
    if (underWay.current) return;
    underWay.current = true;
    const before = useAttempts.getState()[name];
    const sent = before ?? { idempotency_key: crypto.randomUUID(), body };
    setRepeats(before !== undefined);
    // A page that is closed before the answer comes asks again under the same key.
    keep(sent);
    command.mutate(
      { ...sent, body: sent.body as Body<O>, ...(params && { params }) },
      {
        onSuccess: (answer) => {
          keep(undefined);
          onDone(answer);
        },
        onError: (problem) => {
          if (!isLost(problem) && !(before && isTurnedAway(problem))) keep(undefined);
          onProblem?.(problem);
        },
        onSettled: () => {
          underWay.current = false;
        },
      },
    );
  };

  return {
    send,
    isPending: command.isPending,
    problem: command.error,
    /** Whether it may have been done without our knowing. */
    open: attempt !== undefined && (repeats || !command.isPending),
    forget: command.reset,
  };
}
