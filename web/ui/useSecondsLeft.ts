import { useEffect, useState } from "react";
import type { Problem } from "../api/problem";

/** Give the seconds until it makes sense to ask again, as far as the API said. */
export function useSecondsLeft(problem: Problem): number {
  const [left, setLeft] = useState(problem.retryAfter ?? 0);
  useEffect(() => {
    const ends = performance.now() + (problem.retryAfter ?? 0) * 1000;
    const count = () => setLeft(Math.max(0, Math.ceil((ends - performance.now()) / 1000)));
    count();
    const clock = setInterval(count, 500);
    return () => clearInterval(clock);
  }, [problem]);
  return left;
}
