import { IsRestoringProvider } from "@tanstack/react-query";
import { createContext, type ReactNode, Suspense, startTransition, useContext, useEffect, useState } from "react";

/** Follow which islands wait to be hydrated, and call once when none does. */
function follow(onNone: () => void) {
  const waiting = new Set<object>();
  let isOver = false;
  const look = () => {
    if (isOver || waiting.size > 0) return;
    isOver = true;
    onNone();
  };
  return {
    waits: (island: object) => void waiting.add(island),
    waitsNoMore: (island: object) => {
      waiting.delete(island);
      look();
    },
    look,
  };
}

const Followed = createContext(follow(() => undefined));

interface Props {
  /** Called once, when all of it is hydrated and the API was not asked yet. */
  onHydrated?: (() => void) | undefined;
  children: ReactNode;
}

/**
 * Keeps what is shown as it arrived until every island in it is hydrated: only then is the API asked.
 *
 * React throws away the markup of an island that is not hydrated yet when what holds it changes outside a transition,
 * as all that follows a store does (its error 421).
 */
export function Hydrating({ onHydrated, children }: Props) {
  const [isOver, setOver] = useState(false);
  const [islands] = useState(() =>
    follow(() => {
      onHydrated?.();
      startTransition(() => setOver(true));
    }),
  );
  // The effects of what is inside came before: the islands have said that they wait.
  useEffect(() => islands.look(), [islands]);
  return (
    <IsRestoringProvider value={!isOver}>
      <Followed.Provider value={islands}>{children}</Followed.Provider>
    </IsRestoringProvider>
  );
}

/** A part of a page that is hydrated by itself, sooner when it is pressed; until then nothing around it may change. */
export function Island({ children }: { children: ReactNode }) {
  const islands = useContext(Followed);
  const [island] = useState(() => ({ isHydrated: false }));
  useEffect(() => {
    if (!island.isHydrated) islands.waits(island);
    return () => islands.waitsNoMore(island);
  }, [islands, island]);
  const hydrated = () => {
    island.isHydrated = true;
    islands.waitsNoMore(island);
  };
  return (
    <Suspense>
      {children}
      <Last onHydrated={hydrated} />
    </Suspense>
  );
}

/** Says once that what stands before it is hydrated. */
function Last({ onHydrated }: { onHydrated: () => void }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: it happens once
  useEffect(onHydrated, []);
  return null;
}
