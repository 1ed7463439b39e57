import { Trans, useLingui } from "@lingui/react/macro";
import { paths } from "../../paths";
import { ButtonLink, Empty, Page } from "../../ui";

/** A page for what is not there, or no longer. */
export function Gone() {
  const { t } = useLingui();
  return (
    <Page title={t`Not here`} unlisted status={404}>
      <Empty
        action={
          <ButtonLink to={paths.search.to()} variant="contained">
            <Trans>See what there is</Trans>
          </ButtonLink>
        }
      >
        <Trans>What you were looking for is not here, or no longer.</Trans>
      </Empty>
    </Page>
  );
}
