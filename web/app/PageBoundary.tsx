import { Trans, useLingui } from "@lingui/react/macro";
import { Component, type ErrorInfo, type ReactNode } from "react";
import { useLocation } from "react-router";
import { Button, Empty, Page } from "../ui";

interface Props {
  children: ReactNode;
}

/** Keeps a page that breaks, or whose code does not arrive, from taking the shop with it. */
export function PageBoundary({ children }: Props) {
  const { key } = useLocation();
  return <Boundary at={key}>{children}</Boundary>;
}

interface At extends Props {
  /** The navigation that led here; the next one has another try. */
  at: string;
}

class Boundary extends Component<At, { broken: boolean; at: string }> {
  override state = { broken: false, at: this.props.at };

  static getDerivedStateFromProps({ at }: At, state: { at: string }) {
    return at === state.at ? null : { broken: false, at };
  }

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch(error: Error, _: ErrorInfo) {
    reportError(error);
  }

  override render() {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { t } = useLingui();
  return (
    <Page title={t`Something broke`} unlisted status={500}>
      <Empty
        action={
          <Button variant="outlined" onClick={() => location.reload()}>
            <Trans>Load the page again</Trans>
          </Button>
        }
      >
        <Trans>This page did not work. Your cart and your orders are as they were.</Trans>
      </Empty>
    </Page>
  );
}
