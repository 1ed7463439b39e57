import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useNavigate } from "react-router";
import type { Problem } from "../../api/problem";
import { useCommand } from "../../api/queries";
import { upload } from "../../api/upload";
import { paths } from "../../paths";
import { styled } from "../../theme/styled";
import { colour, radius } from "../../theme/tokens";
import { Button, ErrorState } from "../../ui";
import { Columns } from "./Columns";
import example from "./catalogue-example.csv?url&no-inline";

const MOST = 100_000_000;

/** Choose a file, send it, and go to where its progress is shown. */
export function ImportPart() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const id = useId();
  const [wrong, setWrong] = useState<string | null>(null);
  const start = useCommand("start_import");
  const send = useMutation<string, Problem, File>({
    mutationFn: async (file) => {
      const begun = await start.mutateAsync({ body: {} });
      await upload(begun.upload, file);
      return begun.id;
    },
    onSuccess: (begun) => navigate(paths.sellerImport.to(begun)),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const file = new FormData(event.currentTarget).get("file");
    const chosen = file instanceof File && file.size > 0 ? file : null;
    setWrong(
      !chosen ? t`Choose a file that is not empty.` : chosen.size > MOST ? t`At most 100 MB in one file.` : null,
    );
    if (chosen && chosen.size <= MOST) send.mutate(chosen);
  };
  return (
    <Form onSubmit={submit} aria-busy={send.isPending}>
      <p>
        <Trans>
          A CSV file in UTF-8 with one row for each variant. Rows that are right are kept, the others are shown with
          their line and the reason.
        </Trans>
      </p>
      <Columns />
      <a href={example} download="catalogue-example.csv">
        <Trans>Download an example</Trans>
      </a>
      <label htmlFor={id}>
        <Trans>Catalogue file</Trans>
      </label>
      <input
        id={id}
        name="file"
        type="file"
        accept=".csv,text/csv"
        aria-invalid={wrong !== null}
        aria-describedby={wrong ? `${id}wrong` : undefined}
      />
      {wrong && (
        <p id={`${id}wrong`} role="alert" className="wrong">
          {wrong}
        </p>
      )}
      <Button type="submit" variant="contained" loading={send.isPending}>
        {send.isPending ? <Trans>Sending the file</Trans> : <Trans>Import</Trans>}
      </Button>
      {send.error && (
        <ErrorState problem={send.error} safe={<Trans>Nothing was imported. Your products are as they were.</Trans>} />
      )}
    </Form>
  );
}

const Form = styled("form")({
  display: "grid",
  gridTemplateColumns: "minmax(0, 1fr)",
  width: "100%",
  gap: 12,
  justifyItems: "start",
  "& label": { fontWeight: 600 },
  "& input": {
    maxWidth: "100%",
    padding: 12,
    border: `1px dashed ${colour("quiet")}`,
    borderRadius: radius.control,
    font: "inherit",
  },
  "& ::file-selector-button": {
    font: "inherit",
    fontWeight: 600,
    minHeight: 36,
    marginInlineEnd: 12,
    paddingInline: 14,
    border: `1px solid ${colour("quiet")}`,
    borderRadius: radius.control,
    background: "none",
    color: colour("ink"),
  },
  "& summary": { minHeight: 24, cursor: "pointer" },
  "& .wrong": { color: colour("error") },
});
