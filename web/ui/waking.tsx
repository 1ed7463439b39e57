import { IsRestoringProvider } from "@tanstack/react-query";
import { createContext, type ReactNode, Suspense, startTransition, useContext, useEffect, useState } from "react";

interface Props {
  /** Called once all of it is alive. */
  then?: (() => void) | undefined;
  children: ReactNode;
}

/** Takes whether a part is alive by now. */
const Told = createContext((_part: object, _isAlive: boolean): void => undefined);

/**
 * Keeps what is shown as it arrived until all of it is alive: only then is the API asked.
 *
 * React throws away the markup of a part that is not alive yet when what holds it changes, as all that follows a store
 * does (its error 421).
 */
export function Waking({ then, children }: Props) {
  const [asleep, setAsleep] = useState(true);
  const [told] = useState(() => {
    const sleeping = new Set<object>();
    return (part: object, isAlive: boolean) => {
      if (isAlive) sleeping.delete(part);
      else sleeping.add(part);
      if (sleeping.size === 0) startTransition(() => setAsleep(false));
    };
  });
  // What holds the parts is one of them; its effect comes after theirs.
  useEffect(() => told(told, true), [told]);
  useEffect(() => {
    if (!asleep) then?.();
  }, [asleep, then]);
  return (
    <IsRestoringProvider value={asleep}>
      <Told.Provider value={told}>{children}</Told.Provider>
    </IsRestoringProvider>
  );
}

/** A part of a page that comes to life by itself, sooner when it is pressed; until then nothing above it may change. */
export function Part({ children }: { children: ReactNode }) {
  const told = useContext(Told);
  const [part] = useState(() => ({ isAlive: false }));
  useEffect(() => {
    told(part, part.isAlive);
    return () => told(part, true);
  }, [told, part]);
  const wake = () => {
    part.isAlive = true;
    told(part, true);
  };
  return (
    <Suspense>
      {children}
      <Alive then={wake} />
    </Suspense>
  );
}

/** Says once that what stands before it is alive. */
function Alive({ then }: { then: () => void }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: it happens once
  useEffect(then, []);
  return null;
}
