import { Problem } from "./problem";

/** After so many milliseconds without an answer a request counts as unanswered. */
const PATIENCE = 15_000;

/**
 * Send a request and give its answer, whatever it is.
 *
 * Throws Problem when none came, with the code `timeout` when it was waited for in vain; what the request's own signal
 * called off is thrown as it is.
 */
export async function ask(address: string, request: RequestInit, patience = PATIENCE): Promise<Response> {
  const late = AbortSignal.timeout(patience);
  const signal = request.signal ? AbortSignal.any([request.signal, late]) : late;
  return fetch(address, { ...request, signal }).catch((error) => {
    if (request.signal?.aborted) throw error;
    throw new Problem(0, late.aborted ? { code: "timeout" } : {});
  });
}

/** Read the JSON of an answer; one that breaks off counts as none. */
export const jsonOf = <T>(answer: Response): Promise<T> =>
  answer.json().catch(() => {
    throw new Problem(0);
  });
