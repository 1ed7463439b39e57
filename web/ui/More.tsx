import { Trans } from "@lingui/react/macro";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { styled } from "../theme/styled";
import { Button } from "./Button";
import { ErrorState } from "./States";

interface Props {
  of: Pick<UseInfiniteQueryResult, "hasNextPage" | "isFetchingNextPage" | "isFetchNextPageError" | "error"> & {
    fetchNextPage: () => unknown;
  };
}

/** The next page of a list, when there is one. */
export function More({ of: { hasNextPage, isFetchingNextPage, isFetchNextPageError, error, fetchNextPage } }: Props) {
  if (isFetchNextPageError && error) return <ErrorState problem={error} onRetry={() => void fetchNextPage()} />;
  if (!hasNextPage) return null;
  return (
    <Middle>
      <Button variant="outlined" onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>
        <Trans>Show more</Trans>
      </Button>
    </Middle>
  );
}

const Middle = styled("div")({ display: "grid", placeItems: "center", paddingBlockStart: 32 });
