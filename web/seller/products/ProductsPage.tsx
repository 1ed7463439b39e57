import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { paths } from "../../paths";
import { ButtonLink, Empty, Icon, More, NoMatch, Page, QueryStates, RowGhosts, SearchLine, Tabs } from "../../ui";
import { type Filters, isNarrowed, parseFilters, toParams } from "./filters";
import { ProductTable } from "./ProductTable";
import { QuickEdit } from "./QuickEdit";
import { type OwnProduct, ownProducts } from "./queries";

/** The shop's products, drafts too; the address is the only state of the list. */
export function ProductsPage() {
  const { t } = useLingui();
  const [search, setSearch] = useSearchParams();
  const filters = parseFilters(search);
  const products = useInfiniteQuery({ ...ownProducts(filters), placeholderData: keepPreviousData });
  const [edited, setEdited] = useState<OwnProduct | null>(null);
  const items = products.data?.pages.flatMap((page) => page.items) ?? [];
  const addressOf = (next: Filters) => `${paths.sellerProducts.to()}?${new URLSearchParams(toParams(next))}`;
  return (
    <Page
      title={t`Products`}
      unlisted
      aside={
        <ButtonLink to={paths.sellerNewProduct.to()} variant="contained" startIcon={<Icon name="plus" size={20} />}>
          <Trans>New product</Trans>
        </ButtonLink>
      }
    >
      <SearchLine
        label={t`Find by title or SKU`}
        value={filters.q}
        onChange={(q) => setSearch(toParams({ ...filters, q }))}
      />
      <Tabs
        label={t`Which products`}
        tabs={[
          { to: addressOf({ ...filters, status: null }), label: t`All`, current: filters.status === null },
          {
            to: addressOf({ ...filters, status: "published" }),
            label: t`Published`,
            current: filters.status === "published",
          },
          { to: addressOf({ ...filters, status: "draft" }), label: t`Drafts`, current: filters.status === "draft" },
        ]}
      />
      <QueryStates
        query={products}
        ghost={<RowGhosts rows={8} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          isNarrowed(filters) ? (
            <NoMatch onClear={() => setSearch({})}>
              <Trans>No product is like that.</Trans>
            </NoMatch>
          ) : (
            <NoProductsYet />
          )
        }
      >
        {() => (
          <>
            <ProductTable products={items} busy={products.isPlaceholderData} onEdit={setEdited} />
            <More of={products} />
          </>
        )}
      </QueryStates>
      {edited && <QuickEdit key={edited.id} of={edited} onClose={() => setEdited(null)} />}
    </Page>
  );
}

function NoProductsYet() {
  return (
    <Empty
      action={
        <ButtonLink to={paths.sellerNewProduct.to()} variant="contained">
          <Trans>Add the first one</Trans>
        </ButtonLink>
      }
    >
      <Trans>Your shelves are empty.</Trans>
    </Empty>
  );
}
