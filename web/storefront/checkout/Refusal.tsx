import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { Problem } from "../../api/problem";
import { paths } from "../../paths";
import { wordsFor } from "../../ui";
import { Notice } from "./Notice";

interface Props {
  problem: Problem;
  /** What is safe in spite of it. */
  children: ReactNode;
}

/** Why it did not go on, what is safe, and the number that support asks for. */
export function Refusal({ problem, children }: Props) {
  const { i18n } = useLingui();
  return (
    <Notice tone="error" role="alert">
      <strong>{i18n._(wordsFor(problem))}</strong>
      <p>{children}</p>
      {problem.status === 401 && (
        <a href={paths.signIn.to(location.pathname)}>
          <Trans>Sign in</Trans>
        </a>
      )}
      {problem.request_id && (
        <small>
          <Trans>
            Request <bdi>{problem.request_id}</bdi>
          </Trans>
        </small>
      )}
    </Notice>
  );
}
