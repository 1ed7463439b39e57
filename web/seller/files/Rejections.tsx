import { Trans, useLingui } from "@lingui/react/macro";
import { useFormat } from "../../format/format";
import { styled } from "../../theme/styled";
import { type Column, Table } from "../../ui";
import type { Import } from "./queries";

type Rejection = Import["rejections"][number];

/** The rows of a file that were not kept, each with its line and the reason. */
export function Rejections({ of: { rejections, rejected } }: { of: Import }) {
  const { t } = useLingui();
  const { count } = useFormat();
  const columns: Column<Rejection>[] = [
    { name: "line", head: t`Line`, kind: "title", cell: ({ line }) => count(line) },
    { name: "sku", head: t`SKU`, cell: ({ sku }) => (sku ? <bdi>{sku}</bdi> : "–") },
    { name: "field", head: t`Column`, cell: ({ field }) => <bdi>{field}</bdi> },
    { name: "reason", head: t`Reason`, cell: ({ reason }) => <span lang="en">{reason}</span> },
  ];
  return (
    <Part>
      <h2>
        <Trans>Rows that were not kept</Trans>
      </h2>
      {rejected > rejections.length && (
        <p>
          <Trans>
            The first {count(rejections.length)} of {count(rejected)}. The header is line 1.
          </Trans>
        </p>
      )}
      <Table
        label={t`Rows that were not kept`}
        columns={columns}
        items={rejections}
        keyOf={({ line, field }) => `${line} ${field}`}
      />
    </Part>
  );
}

const Part = styled("section")({ marginBlockEnd: 24, "& h2": { marginBlockEnd: 8 } });
