import type { Answer, Operation } from "../api/contract";
import { operations } from "../api/operations";

interface Request {
  operation: Operation;
  /** With its query. */
  path: string;
  body: unknown;
  headers: Headers;
  signal: AbortSignal | null;
}

type Reply = (request: Request) => Response | Promise<Response>;

const replies = new Map<Operation, Reply>();
const requests: Request[] = [];

function operationOf(method: string, path: string): Operation | undefined {
  const matches = ([, one]: [string, { method: string; path: string }]) =>
    one.method === method && new RegExp(`^${one.path.replace(/\{\w+\}/g, "[^/]+")}$`).test(path);
  const found = Object.entries(operations).filter(matches);
  found.sort(([, one], [, other]) => one.path.split("{").length - other.path.split("{").length);
  return found[0]?.[0] as Operation | undefined;
}

/** An API that answers what a test says, keeps what it was asked, and fails the test for what nobody expected. */
export const api = {
  requests,

  /** Answer an operation, from now on. */
  answers<O extends Operation>(operation: O, answer: Answer<O>, status = 200): void {
    replies.set(operation, () => Response.json(answer ?? null, { status }));
  },

  /** Refuse an operation, from now on. */
  refuses(operation: Operation, status: number, problem: object = {}, headers: Record<string, string> = {}): void {
    replies.set(operation, () => Response.json({ status, request_id: "r-1", ...problem }, { status, headers }));
  },

  /** Reply in any way, such as with nothing at all. */
  replies(operation: Operation, reply: Reply): void {
    replies.set(operation, reply);
  },

  /** Leave an operation without an answer until the request is called off. */
  silent(operation: Operation): void {
    replies.set(
      operation,
      ({ signal }) => new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
    );
  },

  /** What an operation was asked. */
  asked: (operation: Operation): Request[] => requests.filter((request) => request.operation === operation),

  async fetch(address: string, options: RequestInit = {}): Promise<Response> {
    const [path = ""] = address.split("?");
    const operation = operationOf(options.method ?? "GET", path);
    const reply = operation && replies.get(operation);
    if (!reply || !operation) throw new Error(`Nobody expected ${options.method ?? "GET"} ${address}`);
    const body = typeof options.body === "string" ? JSON.parse(options.body) : undefined;
    const request = {
      operation,
      path: address,
      body,
      headers: new Headers(options.headers),
      signal: options.signal ?? null,
    };
    requests.push(request);
    return reply(request);
  },

  reset(): void {
    replies.clear();
    requests.length = 0;
  },
};
