import { Trans } from "@lingui/react/macro";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Money } from "../../api/contract";
import { useFormat } from "../../format/format";
import { styled } from "../../theme/styled";
import { colour, gutter, type as sizes } from "../../theme/tokens";
import { Button, Price } from "../../ui";
import type { Quote } from "./queries";
import type { Step } from "./wish";

interface Props {
  step: Step;
  quote: UseQueryResult<Quote>;
  busy: boolean;
  /** What the items come to, until more is known. */
  before: Money | null;
  children: ReactNode;
}

/** The way on, and on phones what it comes to, at the bottom of the view. */
export function Foot({ step, quote, busy, before, children }: Props) {
  const { money } = useFormat();
  const total = quote.data?.to_pay;
  const price = total && money(total);
  const shown = total ?? before;
  return (
    <Bar>
      {children}
      <div>
        {shown && (
          <p>
            <span>{total ? <Trans>To pay</Trans> : <Trans>Before delivery</Trans>}</span>
            <Price of={shown} className={quote.isFetching ? "old" : ""} />
          </p>
        )}
        <Button
          type="submit"
          variant="contained"
          size="large"
          loading={busy || (step === "payment" && quote.isFetching)}
          disabled={step === "payment" && !total}
        >
          {step === "address" && <Trans>On to delivery</Trans>}
          {step === "shipping" && <Trans>On to payment</Trans>}
          {step === "payment" && (price ? <Trans>Order and pay {price}</Trans> : <Trans>Order and pay</Trans>)}
        </Button>
      </div>
    </Bar>
  );
}

const Bar = styled("div")({
  paddingBlockStart: 24,
  "& > div:last-child": { display: "grid", gap: 12 },
  "& p": { display: "flex", justifyContent: "space-between", gap: 16, fontWeight: 600, fontSize: sizes.large },
  "& .old": { color: colour("quiet") },
  "@media (max-width: 959px)": {
    position: "sticky",
    bottom: 0,
    zIndex: 2,
    background: colour("ground"),
    borderBlockStart: `1px solid ${colour("line")}`,
    marginInline: `calc(-1 * ${gutter})`,
    marginBlockStart: 24,
    padding: `12px ${gutter} calc(12px + env(safe-area-inset-bottom))`,
  },
  "@media (min-width: 960px)": {
    gridArea: "foot",
    "& p": { display: "none" },
    "& button": { justifySelf: "start", minWidth: 280 },
  },
});
