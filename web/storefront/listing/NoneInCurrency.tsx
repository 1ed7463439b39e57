import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useFormat } from "../../format/format";
import { choose, useSettings } from "../../state/settings";
import { Button, Empty } from "../../ui";
import type { Change, Filters } from "./filters";
import { firstPage, type Source } from "./queries";

interface Props {
  source: Source;
  filters: Filters;
  onChange: (next: Change) => void;
  /** Stands here when the list has nothing in any currency. */
  children: ReactNode;
}

/** An empty list that has something in other currencies says so, and offers those. */
export function NoneInCurrency({ source, filters, onChange, children }: Props) {
  const { currencies } = useFormat();
  const chosen = useSettings();
  const currency = filters.currency ?? chosen.currency;
  // Amounts are the currency's, and a list that is sorted by price is in one.
  const anyPrice: Change = (now) => ({ ...now, currency: null, min_price: null, max_price: null });
  const { data, isPending } = useQuery({
    ...firstPage(source, { ...anyPrice(filters), sort: null }),
    enabled: currency !== null,
  });
  if (currency !== null && isPending) return null;
  const others = new Set(data?.items.map(({ price }) => price.currency));
  if (currency === null || others.size === 0 || others.has(currency)) return children;
  const show = (code: typeof currency) => {
    choose({ currency: code });
    onChange(anyPrice);
  };
  const missing = currencies(currency);
  return (
    <Empty
      action={[...others].map((code) => {
        const offered = currencies(code);
        return (
          <Button key={code} variant="outlined" onClick={() => show(code)}>
            <Trans>Show prices in {offered}</Trans>
          </Button>
        );
      })}
    >
      <Trans>Nothing here is sold in {missing}.</Trans>
    </Empty>
  );
}
