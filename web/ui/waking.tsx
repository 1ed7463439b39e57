import { IsRestoringProvider, useIsRestoring } from "@tanstack/react-query";
import { type ReactNode, Suspense, startTransition, useEffect, useState } from "react";

interface Props {
  /** Called once all of it is alive. */
  then?: (() => void) | undefined;
  children: ReactNode;
}

/**
 * Keeps what is shown as it arrived until all of it is alive: only then is the API asked.
 *
 * React throws away the markup of a part that is not alive yet when what holds it changes at once, as all that follows
 * a store does (its error 421); for a transition it brings the part to life first.
 */
export function Waking({ then, children }: Props) {
  const [asleep, setAsleep] = useState(true);
  useEffect(() => startTransition(() => setAsleep(false)), []);
  useEffect(() => {
    if (!asleep) then?.();
  }, [asleep, then]);
  return <IsRestoringProvider value={asleep}>{children}</IsRestoringProvider>;
}

/** A part of a page that comes to life by itself, sooner when it is pressed; nothing above it follows a store. */
export function Part({ children }: { children: ReactNode }) {
  // Has the transition above reach it.
  useIsRestoring();
  return <Suspense>{children}</Suspense>;
}
