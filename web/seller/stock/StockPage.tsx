import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { paths } from "../../paths";
import { ButtonLink, Empty, More, NoMatch, Page, QueryStates, RowGhosts, SearchLine, Tabs } from "../../ui";
import type { Level } from "../queries";
import { AdjustDrawer } from "./AdjustDrawer";
import { type Filters, levels, parseFilters, toSearch } from "./queries";
import { StockTable } from "./StockTable";

/** What stands on which shelf; the address is the only state of the list. */
export function StockPage() {
  const { t } = useLingui();
  const [search, setSearch] = useSearchParams();
  const filters = parseFilters(search);
  const stock = useInfiniteQuery({ ...levels(filters), placeholderData: keepPreviousData });
  const [adjusted, setAdjusted] = useState<Level | null>(null);
  const items = stock.data?.pages.flatMap((page) => page.items) ?? [];
  const addressOf = (next: Filters) => `${paths.sellerStock.to()}?${new URLSearchParams(toSearch(next))}`;
  return (
    <Page
      title={t`Stock`}
      unlisted
      aside={
        <ButtonLink to={paths.sellerWarehouses.to()} variant="outlined">
          <Trans>Warehouses</Trans>
        </ButtonLink>
      }
    >
      <SearchLine
        label={t`Find a SKU`}
        value={filters.sku}
        onChange={(sku) => setSearch(toSearch({ ...filters, sku }))}
      />
      <Tabs
        label={t`Which stock`}
        tabs={[
          { to: addressOf({ ...filters, low: false }), label: t`All`, current: !filters.low },
          { to: addressOf({ ...filters, low: true }), label: t`Low stock`, current: filters.low },
        ]}
      />
      <QueryStates
        query={stock}
        ghost={<RowGhosts rows={8} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={<Nothing filters={filters} onClear={() => setSearch({})} />}
      >
        {() => (
          <>
            <StockTable levels={items} busy={stock.isPlaceholderData} onAdjust={setAdjusted} />
            <More of={stock} />
          </>
        )}
      </QueryStates>
      {adjusted && (
        <AdjustDrawer
          key={`${adjusted.variant_id} ${adjusted.warehouse.id}`}
          level={adjusted}
          onClose={() => setAdjusted(null)}
        />
      )}
    </Page>
  );
}

function Nothing({ filters: { sku, low }, onClear }: { filters: Filters; onClear: () => void }) {
  if (!sku && low)
    return (
      <Empty>
        <Trans>Nothing runs low.</Trans>
      </Empty>
    );
  if (sku)
    return (
      <NoMatch onClear={onClear}>
        <Trans>Nothing here has this SKU.</Trans>
      </NoMatch>
    );
  return (
    <Empty
      action={
        <ButtonLink to={paths.sellerNewProduct.to()} variant="contained">
          <Trans>Add a product</Trans>
        </ButtonLink>
      }
    >
      <Trans>Nothing is in stock yet: it comes with your first product.</Trans>
    </Empty>
  );
}
