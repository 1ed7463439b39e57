import { QueryClient } from "@tanstack/react-query";

/** What the API said may be shown so many milliseconds before it is asked again. */
export const FRESH = 5_000;

/** A moment of so many seconds is waited for; when the API names a later one, the page says so instead. */
const MOMENT = 5;

/** Make the cache of what the API answers: one for a browser, one for each page that is rendered. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH,
        networkMode: "always",
        // What V8 was told has failed is drawn so; a browser asks once more.
        retryOnMount: !__SERVER__,
        retry: (failures, problem) => failures < 2 && problem.passes && (problem.retryAfter ?? 0) <= MOMENT,
        retryDelay: (failures, problem) => (problem.retryAfter ? problem.retryAfter * 1000 : 500 * 2 ** failures),
      },
      mutations: { networkMode: "always" },
    },
  });
}
