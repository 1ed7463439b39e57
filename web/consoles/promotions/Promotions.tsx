import { Trans, useLingui } from "@lingui/react/macro";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { Problem } from "../../api/problem";
import { announce, Button, confirm, Empty, More, NoMatch, Page, QueryStates, RowGhosts, SearchLine } from "../../ui";
import type { useNarrowing } from "../useNarrowing";
import { PromotionDrawer, type Said } from "./PromotionDrawer";
import { PromotionTable } from "./PromotionTable";
import type { Promotion, Terms } from "./terms";

interface Props {
  promotions: UseInfiniteQueryResult<InfiniteData<{ items: Promotion[] }>>;
  narrowing: ReturnType<typeof useNarrowing<"code">>;
  save: (terms: Terms, before: Promotion | null, said: Said) => void;
  busy: boolean;
  problem: Problem | null;
  end: (promotion: Promotion) => Promise<unknown>;
  ofWhom?: (promotion: Promotion) => ReactNode;
  mayChange?: (promotion: Promotion) => boolean;
  /** Whether a promotion may be for some shops only. */
  ofShops?: boolean;
}

/** Promotions, the latest first, with all that is done about them. */
export function Promotions({ promotions, narrowing, save, busy, problem, end, ofShops = false, ...columns }: Props) {
  const { t } = useLingui();
  const { value, narrow, isNarrowed, clear } = narrowing;
  const [drawn, setDrawn] = useState<Promotion | "new" | null>(null);
  const before = drawn === "new" ? null : drawn;
  const finish = async (one: Promotion) => {
    const { title } = one;
    const agreed = await confirm({
      title: t`End ${title}?`,
      text: <Trans>It takes nothing off from now on, and cannot be begun again.</Trans>,
      yes: <Trans>End it</Trans>,
      danger: true,
      work: () => end(one),
    });
    if (agreed) announce(t`${title} is over`);
  };
  return (
    <Page
      title={t`Promotions`}
      unlisted
      aside={
        <Button variant="contained" onClick={() => setDrawn("new")}>
          <Trans>New promotion</Trans>
        </Button>
      }
    >
      <SearchLine
        label={t`Code of a promotion`}
        value={value("code")}
        onChange={(words) => narrow({ code: words.trim() })}
      />
      <QueryStates
        query={promotions}
        ghost={<RowGhosts rows={6} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          isNarrowed ? (
            <NoMatch onClear={clear}>
              <Trans>No promotion has this code.</Trans>
            </NoMatch>
          ) : (
            <Empty>
              <Trans>There are no promotions yet.</Trans>
            </Empty>
          )
        }
      >
        {({ pages }) => (
          <>
            <PromotionTable
              label={t`Promotions`}
              promotions={pages.flatMap(({ items }) => items)}
              onChange={setDrawn}
              onEnd={(one) => void finish(one)}
              {...columns}
              busy={promotions.isPlaceholderData}
            />
            <More of={promotions} />
          </>
        )}
      </QueryStates>
      {drawn && (
        <PromotionDrawer
          of={before}
          save={(terms, said) => save(terms, before, said)}
          busy={busy}
          problem={problem}
          ofShops={ofShops}
          onClose={() => setDrawn(null)}
        />
      )}
    </Page>
  );
}
