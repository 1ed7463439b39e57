import { Trans, useLingui } from "@lingui/react/macro";
import { styled } from "../../theme/styled";
import { Page } from "../../ui";
import { ExportPart } from "./ExportPart";
import { ImportPart } from "./ImportPart";

/** The whole shop as a file: brought in, taken out. */
export function FilesPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Import and export`} unlisted>
      <Parts>
        <section>
          <h2>
            <Trans>Bring products in</Trans>
          </h2>
          <ImportPart />
        </section>
        <section>
          <h2>
            <Trans>Take your products out</Trans>
          </h2>
          <ExportPart />
        </section>
      </Parts>
    </Page>
  );
}

const Parts = styled("div")({
  display: "grid",
  gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 340px), 1fr))",
  gap: 40,
  "& > section": {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr)",
    gap: 12,
    alignContent: "start",
    justifyItems: "start",
  },
});
