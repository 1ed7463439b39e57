import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useDeferredValue, useEffect, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import { useFormat } from "../../format/format";
import { styled } from "../../theme/styled";
import { colour, type as sizes } from "../../theme/tokens";
import { Button, Empty, ErrorState, Icon, Island, QueryStates } from "../../ui";
import { FacetPanel } from "./FacetPanel";
import { type Change, countOf, type Filters, isNarrowed, parseFilters, toSearch, widened } from "./filters";
import { NoneInCurrency } from "./NoneInCurrency";
import { ProductGrid, ProductGridGhost } from "./ProductGrid";
import { type ProductPage, type Source, useFirstPage, useProducts } from "./queries";
import { SortBox } from "./SortBox";

interface Props {
  source: Source;
  /** Stands for products when there are none and nothing narrows the list. */
  empty: ReactNode;
}

/** Products to be narrowed down and sorted; the address keeps how. */
export function Listing({ source, empty }: Props) {
  const { t } = useLingui();
  const [search, setSearch] = useSearchParams();
  const filters = parseFilters(search);
  // The address follows in a transition: who presses twice before it does wants both.
  const wanted = useRef(filters);
  useEffect(() => {
    wanted.current = parseFilters(search);
  }, [search]);
  const change = (next: Change) => {
    wanted.current = next(wanted.current);
    setSearch(toSearch(wanted.current), { preventScrollReset: true });
  };
  const clear = () => change(widened);
  const count = countOf(filters);
  const list = { source, filters };
  return (
    <Foldable
      opener={count > 0 ? <Trans>Filters ({count})</Trans> : <Trans>Filters</Trans>}
      told={<Told {...list} />}
      sort={<SortBox filters={filters} onChange={change} />}
      filters={
        <Island>
          <Narrowing {...list} onChange={change} onClear={clear} />
        </Island>
      }
    >
      <Island>
        <h2 className="for-ears">{t`Products`}</h2>
        <Found {...list} onChange={change} onClear={clear} empty={empty} />
      </Island>
    </Foldable>
  );
}

interface List {
  source: Source;
  filters: Filters;
}

interface Changes {
  onChange: (next: Change) => void;
  onClear: () => void;
}

function Told({ source, filters }: List) {
  const { data } = useFirstPage(source, filters);
  const told = useTold();
  return data && told(data);
}

function Narrowing({ source, filters, ...changes }: List & Changes) {
  const facets = useDeferredValue(useFirstPage(source, filters).data)?.facets ?? null;
  return <FacetPanel filters={filters} facets={facets} source={source} {...changes} />;
}

function Found({ source, filters, onChange, onClear, empty }: List & Changes & Pick<Props, "empty">) {
  const { t } = useLingui();
  const { first, items, isOld, hasMore, more, isFetchingMore, failed } = useProducts(source, filters);
  const nothing = isNarrowed(filters) ? (
    <Empty action={<Button variant="outlined" onClick={onClear}>{t`Show everything`}</Button>}>
      <Trans>Nothing matches all of this.</Trans>
    </Empty>
  ) : (
    empty
  );
  return (
    <QueryStates
      query={first}
      ghost={<ProductGridGhost />}
      empty={
        <NoneInCurrency source={source} filters={filters} onChange={onChange}>
          {nothing}
        </NoneInCurrency>
      }
      count={useTold()}
    >
      {() => (
        <>
          <ProductGrid products={items} first={4} busy={isOld} withShop={source.kind !== "shop"} />
          {failed?.error && <ErrorState problem={failed.error} onRetry={() => void failed.refetch()} />}
          {hasMore && (
            <div className="more">
              <Button variant="outlined" onClick={more} loading={isFetchingMore}>
                <Trans>Show more</Trans>
              </Button>
            </div>
          )}
        </>
      )}
    </QueryStates>
  );
}

interface FoldableProps {
  opener: ReactNode;
  told: ReactNode;
  sort: ReactNode;
  filters: ReactNode;
  children: ReactNode;
}

/** Filters beside what they narrow down, or where there is no room, behind a button; only they are drawn for its press. */
function Foldable({ opener, told, sort, filters, children }: FoldableProps) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  return (
    <Columns>
      <div className="bar">
        <Button
          variant="outlined"
          color="secondary"
          startIcon={<Icon name="filter" />}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="opener"
        >
          {opener}
        </Button>
        <p>{told}</p>
        {sort}
      </div>
      <aside className={open ? "open" : undefined} aria-label={t`Filters`}>
        {filters}
      </aside>
      <div>{children}</div>
    </Columns>
  );
}

/** Say how much was found, as far as it was counted. */
function useTold() {
  const { t } = useLingui();
  const { count } = useFormat();
  return ({ items, next_cursor, total, total_is_exact }: ProductPage) => {
    const found = total ?? items.length;
    const all = total_is_exact ?? next_cursor === null;
    const many = count(found);
    return all ? t`${plural(found, { one: "# product", other: "# products" })}` : t`More than ${many} products`;
  };
}

const Columns = styled("div")({
  display: "grid",
  gridTemplateColumns: "220px minmax(0, 1fr)",
  gap: "16px 40px",
  alignItems: "start",
  "& > .bar": {
    gridColumn: "1 / -1",
    display: "flex",
    alignItems: "center",
    justifyContent: "space-between",
    gap: 12,
    flexWrap: "wrap",
    "& > p": { color: colour("quiet"), fontSize: sizes.compact },
  },
  "& .opener": { display: "none" },
  "& .more": { display: "grid", placeItems: "center", paddingBlockStart: 40 },
  "& > aside": { fontSize: sizes.compact, "& h2": { fontSize: sizes.compact, letterSpacing: 0 } },
  "@media (max-width: 900px)": {
    gridTemplateColumns: "minmax(0, 1fr)",
    "& > .bar > p": { order: 1, width: "100%" },
    "& .opener": { display: "inline-flex" },
    "& > aside": { display: "none", paddingBlockEnd: 16, borderBlockEnd: `1px solid ${colour("line")}` },
    "& > aside.open": { display: "block" },
  },
});
