import { queryOptions } from "@tanstack/react-query";
import type { Model } from "../../api/contract";
import { read } from "../../api/queries";

export type Import = Model<"ImportView">;

const AGAIN = 1_500;

/** An import, asked for again until it is over. */
export const importOf = (import_id: string) => {
  const { queryKey, queryFn } = read("get_import", { import_id });
  return queryOptions({
    queryKey,
    queryFn,
    refetchInterval: ({ state }) => (isOver(state.data?.status) ? false : AGAIN),
  });
};

/** An export, asked for again until it is over. */
export const exportOf = (export_id: string) => {
  const { queryKey, queryFn } = read("get_export", { export_id });
  return queryOptions({
    queryKey,
    queryFn,
    refetchInterval: ({ state }) => (state.data && state.data.status !== "running" ? false : AGAIN),
  });
};

export const isOver = (status: Import["status"] | undefined): boolean => status === "done" || status === "failed";
