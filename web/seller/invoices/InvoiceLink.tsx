import { Trans } from "@lingui/react/macro";
import type { Model } from "../../api/contract";

export type Invoice = Model<"InvoiceView">;

// Links lead there for a quarter of an hour, and what has none yet is written in moments.
const SOON = 5_000;
const RENEWED = 600_000;

/** After how long invoices are read again, so that their links lead somewhere. */
export const untilRead = (invoices: Invoice[]) => (invoices.some(({ url }) => url === null) ? SOON : RENEWED);

/** The number of an invoice, which opens its PDF. */
export function InvoiceLink({ of: { url, number } }: { of: Invoice }) {
  if (url === null)
    return (
      <>
        <bdi>{number}</bdi> <Trans>(its PDF is being written)</Trans>
      </>
    );
  return (
    <a href={url} target="_blank" rel="noreferrer">
      <bdi>{number}</bdi> <Trans>(PDF)</Trans>
    </a>
  );
}
