import { Trans, useLingui } from "@lingui/react/macro";
import type { UseInfiniteQueryResult, UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import type { Problem } from "../api/problem";
import { styled } from "../theme/styled";
import { colour, measure, type as sizes } from "../theme/tokens";
import { announce } from "./announce";
import { Button } from "./Button";
import { wordsFor } from "./problem_words";
import { StarMark } from "./StarMark";
import { useSecondsLeft } from "./useSecondsLeft";

interface EmptyProps {
  children: ReactNode;
  /** The one thing to do about it. */
  action?: ReactNode;
}

/** Nothing is here: the star, one sentence, one action. */
export function Empty({ children, action }: EmptyProps) {
  return (
    <Middle>
      <StarMark size={48} className="star" />
      <p>{children}</p>
      {action}
    </Middle>
  );
}

interface ErrorProps {
  problem: Problem;
  onRetry?: (() => void) | undefined;
  /** What is safe in spite of it, such as that nothing was charged. */
  safe?: ReactNode;
}

/** What failed, what is safe, the way on, and the number that support asks for. */
export function ErrorState({ problem, onRetry, safe }: ErrorProps) {
  const { i18n } = useLingui();
  const left = useSecondsLeft(problem);
  return (
    <Middle role="alert">
      <p>{i18n._(wordsFor(problem))}</p>
      {safe && <p className="quiet">{safe}</p>}
      {onRetry && problem.status !== 404 && (
        <Button variant="outlined" onClick={onRetry} disabled={left > 0}>
          {left > 0 ? <Trans>Try again in {left} s</Trans> : <Trans>Try again</Trans>}
        </Button>
      )}
      {problem.request_id && problem.status !== 404 && (
        <small>
          <Trans>
            Request <bdi>{problem.request_id}</bdi>
          </Trans>
        </small>
      )}
    </Middle>
  );
}

type Query<T> = Pick<
  UseQueryResult<T> | UseInfiniteQueryResult<T>,
  "data" | "error" | "failureReason" | "refetch" | "isPlaceholderData"
>;

interface StatesProps<T> {
  query: Query<T>;
  ghost: ReactNode;
  /** Stands in for an answer without items. */
  empty?: ReactNode;
  isEmpty?: (data: T) => boolean;
  /** What is announced when an answer came. */
  count?: (data: T) => string;
  children: (data: T) => ReactNode;
}

const withoutItems = (data: unknown) =>
  Array.isArray((data as { items?: unknown[] }).items) && (data as { items: unknown[] }).items.length === 0;

/** Draw what a query is at: a ghost, an error with its way on, nothing, or its answer. */
export function QueryStates<T>({ query, ghost, empty, isEmpty = withoutItems, count, children }: StatesProps<T>) {
  const { data, error } = query;
  const { t } = useLingui();
  const told = data !== undefined && !query.isPlaceholderData && count ? count(data) : "";
  useEffect(() => {
    if (told) announce(told);
  }, [told]);
  if (data === undefined) {
    if (error) return <ErrorState problem={error} onRetry={() => void query.refetch()} />;
    return (
      <div aria-busy="true">
        <span className="for-ears">{t`Loading`}</span>
        <Slow role="status">{query.failureReason && <Trans>The shop is slow to answer. We keep asking.</Trans>}</Slow>
        {ghost}
      </div>
    );
  }
  if (empty && isEmpty(data)) return empty;
  return (
    <>
      {error && <ErrorState problem={error} onRetry={() => void query.refetch()} />}
      {children(data)}
    </>
  );
}

const Slow = styled("p")({ color: colour("quiet"), fontSize: sizes.compact });

const Middle = styled("div")({
  display: "grid",
  justifyItems: "center",
  textAlign: "center",
  gap: 16,
  paddingBlock: 48,
  marginInline: "auto",
  maxWidth: measure,
  fontSize: sizes.large,
  "& .star": { color: colour("cobalt") },
  "& .quiet": { color: colour("quiet"), fontSize: sizes.text },
  "& small": { color: colour("quiet"), fontSize: sizes.small, overflowWrap: "anywhere" },
});
