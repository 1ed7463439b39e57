import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useCommand } from "../../api/queries";
import { useFormat } from "../../format/format";
import { Button, ErrorState } from "../../ui";
import { exportOf } from "./queries";

/** Have the shop written into a file, and fetch it. */
export function ExportPart() {
  const { moment } = useFormat();
  const start = useCommand("start_export");
  const id = start.data?.id;
  const file = useQuery({ ...exportOf(id ?? ""), enabled: id !== undefined });
  const busy = start.isPending || (id !== undefined && (!file.data || file.data.status === "running") && !file.error);
  const problem = start.error ?? file.error;
  return (
    <>
      <p>
        <Trans>All products of your shop as a CSV file, which can be changed and imported again.</Trans>
      </p>
      <Button variant="outlined" onClick={() => start.mutate({ body: {} })} loading={busy}>
        {busy ? <Trans>Writing the file</Trans> : <Trans>Export</Trans>}
      </Button>
      <div role="status">
        {file.data?.status === "done" && file.data.url && (
          <p>
            <a href={file.data.url} download>
              <Trans>Download catalogue.csv</Trans>
            </a>{" "}
            {file.data.finished_at && <Trans>as of {moment(file.data.finished_at)}</Trans>}
          </p>
        )}
        {file.data?.status === "failed" && (
          <p>
            <Trans>The file could not be written. Your products are as they were; try again.</Trans>
          </p>
        )}
      </div>
      {problem && <ErrorState problem={problem} safe={<Trans>Your products are as they were.</Trans>} />}
    </>
  );
}
