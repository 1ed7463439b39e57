import { Trans, useLingui } from "@lingui/react/macro";
import { useSearchParams } from "react-router";
import { paths } from "../../paths";
import { ButtonLink, Empty, Page } from "../../ui";
import { parseFilters } from "../listing/filters";
import { Listing } from "../listing/Listing";

/** What is found for some words, or everything there is. */
export function SearchPage() {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const { q } = parseFilters(search);
  const nothing = (
    <Empty
      action={
        <ButtonLink to={paths.search.to()} variant="outlined">
          <Trans>See everything</Trans>
        </ButtonLink>
      }
    >
      {q ? <Trans>Nothing is called “{q}”. Try fewer or other words.</Trans> : <Trans>Nothing is sold here yet.</Trans>}
    </Empty>
  );
  return (
    <Page
      title={q ? t`Search: ${q}` : t`Everything`}
      heading={q ? <bdi>{q}</bdi> : undefined}
      canonical={paths.search.to(q)}
      unlisted={q !== ""}
    >
      <Listing source={{ kind: "all" }} empty={nothing} />
    </Page>
  );
}
