import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useParams } from "react-router";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour } from "../../theme/tokens";
import { ButtonLink, Fact, Facts, Page, QueryStates, RowGhosts, StarMark } from "../../ui";
import { type Import, importOf, isOver } from "./queries";
import { Rejections } from "./Rejections";

/** How far an import is, and which rows were not kept and why. */
export function ImportPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const client = useQueryClient();
  const query = useQuery(importOf(id));
  const over = isOver(query.data?.status);
  useEffect(() => {
    if (over)
      for (const key of ["list_own_products", "list_stock", "get_figures"])
        void client.invalidateQueries({ queryKey: [key] });
  }, [over, client]);
  return (
    <Page
      title={t`Import`}
      unlisted
      aside={
        <ButtonLink to={paths.sellerFiles.to()} variant="outlined">
          {over ? <Trans>Import another file</Trans> : <Trans>Back</Trans>}
        </ButtonLink>
      }
    >
      <QueryStates query={query} ghost={<RowGhosts rows={3} />}>
        {(data) => <Progress data={data} />}
      </QueryStates>
    </Page>
  );
}

function Progress({ data }: { data: Import }) {
  const { t } = useLingui();
  const { count } = useFormat();
  const { status, rows, imported, rejected } = data;
  return (
    <>
      <Standing role="status">
        {!isOver(status) && <StarMark size={20} className="turning" />}
        {status === "waiting" && <Trans>The file is waiting to be read.</Trans>}
        {status === "running" && (
          <Trans>
            <Plural value={imported} _0="The file is being read" one="# row is imported" other="# rows are imported" />.
            You may leave this page.
          </Trans>
        )}
        {status === "failed" && (
          <span className="failed">
            <Trans>The file could not be imported.</Trans> <bdi lang="en">{data.reason}</bdi>{" "}
            <Trans>What had been imported before that is kept.</Trans>
          </span>
        )}
        {status === "done" &&
          (rejected === 0 ? (
            <Trans>Everything is imported.</Trans>
          ) : (
            <Trans>What was right is imported. Mend the rows below and send them again.</Trans>
          ))}
      </Standing>
      <Facts label={t`Rows`}>
        <Fact label={<Trans>Rows in the file</Trans>} value={count(rows)} />
        <Fact label={<Trans>Imported</Trans>} value={count(imported)} />
        <Fact label={<Trans>Not kept</Trans>} value={count(rejected)} urgent={rejected > 0} />
      </Facts>
      {rejected > 0 && <Rejections of={data} />}
      {status === "done" && (
        <ButtonLink to={paths.sellerProducts.to()} variant="contained">
          <Trans>See the products</Trans>
        </ButtonLink>
      )}
    </>
  );
}

const Standing = styled("div")({
  display: "flex",
  alignItems: "center",
  gap: 12,
  minHeight: 44,
  marginBlockEnd: 16,
  "& > svg": { color: colour("cobalt"), flex: "none" },
  "& .failed": { color: colour("error") },
  "& .turning": { animation: "turn 1.2s linear infinite" },
});
