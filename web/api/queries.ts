import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  type UseMutationResult,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { useRef } from "react";
import { call, requestKey } from "./client";
import type { Answer, Body, Operation, Params } from "./contract";
import { operations } from "./operations";
import type { Problem } from "./problem";

declare module "@tanstack/react-query" {
  interface Register {
    defaultError: Problem;
  }
}

/** A read as TanStack Query takes it; its key is the request. */
export function read<O extends Operation>(operation: O, params: Partial<Params<O>> = {}) {
  return queryOptions({
    queryKey: requestKey(operation, params),
    queryFn: ({ signal }) => call(operation, params, { signal }),
  });
}

type Paged = { items: unknown[]; next_cursor: string | null };

/** A list that is read page by page. Its key ends in "pages", so that it is no other's. */
export function readPages<O extends Operation>(operation: O, params: Partial<Params<O>> = {}) {
  return infiniteQueryOptions({
    queryKey: [...requestKey(operation, params), "pages"] as const,
    queryFn: ({ signal, pageParam }) =>
      call(operation, { ...params, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page as Paged).next_cursor,
  });
}

export interface Command<O extends Operation> {
  params?: Partial<Params<O>>;
  body?: Body<O>;
  /** The version that was read, where no body names it. */
  version?: number;
  /** Made here unless the caller keeps one over attempts. */
  idempotency_key?: string;
}

/**
 * A change that the API makes.
 *
 * What is named in `refreshes` is read again when it settles. While it is at work, what is asked for besides is not
 * sent, unless it is about a `line`, where one waits for the other. A command that failed goes out again under the same
 * key, by `again()`, which also does what was to be done after it, or by one that is equal to it.
 */
export function useCommand<O extends Operation>(
  operation: O,
  options: { refreshes?: Operation[]; line?: string; settled?: () => void } = {},
): UseMutationResult<Answer<O>, Problem, Command<O>> & { again: () => void } {
  const client = useQueryClient();
  const underWay = useRef(false);
  const failed = useRef<Command<O>>(undefined);
  const mutation = useMutation<Answer<O>, Problem, Command<O>>({
    mutationKey: [operation],
    // Calls about one line wait for each other.
    ...(options.line && { scope: { id: options.line } }),
    mutationFn: (command) => {
      if (operations[operation].idempotent) command.idempotency_key ??= keyOf(failed.current, command);
      return call(operation, command.params ?? {}, command);
    },
    onSuccess: () => {
      failed.current = undefined;
    },
    onError: (_, command) => {
      failed.current = command;
    },
    onSettled: async () => {
      underWay.current = false;
      options.settled?.();
      await Promise.all((options.refreshes ?? []).map((id) => readAgain(client, [id])));
    },
  });
  const last = useRef<Parameters<typeof mutation.mutate>[1]>(undefined);
  const mutate: typeof mutation.mutate = (command, then) => {
    if (underWay.current && !options.line) return;
    underWay.current = true;
    last.current = then;
    mutation.mutate(command, then);
  };
  const again = () => mutation.variables && mutate(mutation.variables, last.current);
  return { ...mutation, mutate, again };
}

/** Give the key of a request: that of an equal one which may have been done though no answer came. */
function keyOf<O extends Operation>(failed: Command<O> | undefined, { params, body }: Command<O>): string {
  const isEqual = failed && JSON.stringify([failed.params, failed.body]) === JSON.stringify([params, body]);
  return (isEqual && failed.idempotency_key) || crypto.randomUUID();
}

/** Read anew what a change may have moved: an answer that was asked for before it is not waited for. */
async function readAgain(client: QueryClient, queryKey: [Operation]): Promise<void> {
  await client.cancelQueries({ queryKey });
  await client.invalidateQueries({ queryKey });
}
