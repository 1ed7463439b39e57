import { useLingui } from "@lingui/react/macro";
import { styled } from "../../theme/styled";
import { Page } from "../../ui";
import { Balances } from "./Balances";
import { Payouts } from "./Payouts";
import { Statement } from "./Statement";

/** What the shop is owed, what it was paid, and how that came about. */
export function MoneyPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Money`} unlisted>
      <Balances />
      <Sections>
        <Payouts />
        <Statement />
      </Sections>
    </Page>
  );
}

const Sections = styled("div")({
  display: "grid",
  gap: 40,
  "& > section": { minWidth: 0 },
  "& h2": { marginBlockEnd: 12 },
});
