import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Button } from "./Button";
import { Empty } from "./States";

interface Props {
  children: ReactNode;
  onClear: () => void;
}

/** Nothing is like what was looked for. */
export function NoMatch({ children, onClear }: Props) {
  return (
    <Empty
      action={
        <Button variant="outlined" onClick={onClear}>
          <Trans>Show everything</Trans>
        </Button>
      }
    >
      {children}
    </Empty>
  );
}
