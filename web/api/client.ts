import { ask, jsonOf } from "./ask";
import type { Answer, Body, Operation, Params } from "./contract";
import { operations } from "./operations";
import { problemOf } from "./problem";
import { renew, token, tokenAtHand, tokenOrGuest } from "./session";

export type Key<O extends Operation = Operation> = readonly [O, Record<string, string>];

/** The key of a request in the cache: its operation and its parameters, as they stand in the address. */
export function requestKey<O extends Operation>(operation: O, params: Partial<Params<O>> = {}): Key<O> {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== false);
  return [operation, Object.fromEntries(given.map(([name, value]) => [name, String(value)]))];
}

/** Browsers keep 64 KiB of bodies alive at a time and refuse more; so many characters are at most a quarter of it. */
const KEPT_ALIVE = 5_000;

interface Sent<O extends Operation> {
  body?: Body<O>;
  /** What makes the second of two equal requests get the first one's answer. */
  idempotency_key?: string;
  /** The version that was read, where no body names it. */
  version?: number;
  signal?: AbortSignal;
}

/**
 * Send a request of the contract and give its answer.
 *
 * A visitor becomes a guest when an operation that changes something needs one. A token that ran out meanwhile is
 * renewed once. Throws Problem, and nothing else, when it is refused or stays unanswered.
 */
export async function call<O extends Operation>(
  operation: O,
  params: Partial<Params<O>> = {},
  sent: Sent<O> = {},
): Promise<Answer<O>> {
  const { for: who, method } = operations[operation];
  const needed = who === "guest" && method !== "GET" ? tokenOrGuest : token;
  const carried = who === null ? tokenAtHand() : await needed();
  let answer = await send(operation, params, sent, carried);
  const renewed = answer.status === 401 && carried ? await renew(carried) : undefined;
  if (renewed) answer = await send(operation, params, sent, renewed);
  if (!answer.ok) throw await problemOf(answer);
  return answer.status === 204 ? (undefined as Answer<O>) : jsonOf(answer);
}

function send<O extends Operation>(
  operation: O,
  params: Partial<Params<O>>,
  sent: Sent<O>,
  carried: string | undefined,
): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (carried) headers.Authorization = `Bearer ${carried}`;
  if (sent.body !== undefined) headers["Content-Type"] = "application/json";
  if (sent.version !== undefined) headers["If-Match"] = `"${sent.version}"`;
  if (sent.idempotency_key) headers["Idempotency-Key"] = sent.idempotency_key;
  const { method } = operations[operation];
  const body = sent.body === undefined ? null : JSON.stringify(sent.body);
  return ask(address(operation, params), {
    method,
    headers,
    body,
    // What was asked for is done although the page is left at once.
    keepalive: method !== "GET" && (body?.length ?? 0) < KEPT_ALIVE,
    signal: sent.signal ?? null,
  });
}

/** Give the address of a request: parameters with a place in the path go there, the rest into the query. */
export function address<O extends Operation>(operation: O, params: Partial<Params<O>> = {}): string {
  const query = new URLSearchParams(requestKey(operation, params)[1]);
  const path = operations[operation].path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = query.get(name) ?? "";
    query.delete(name);
    return encodeURIComponent(value);
  });
  return query.size > 0 ? `${path}?${query}` : path;
}
