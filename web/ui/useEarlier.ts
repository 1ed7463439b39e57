import { type RefObject, useEffect, useRef } from "react";

/** Take over what somebody did to a control of a rendered page before the page was alive. */
export function useEarlier<E extends HTMLElement>(take: (element: E) => void): RefObject<E> {
  const element = useRef<E>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it happens once, when the page comes alive
  useEffect(() => {
    if (element.current) take(element.current);
  }, []);
  return element;
}
