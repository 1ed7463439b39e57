import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { readPages, useCommand } from "../../api/queries";
import { announce, Button, confirm, Empty, More, NoMatch, Page, QueryStates, RowGhosts, SearchLine } from "../../ui";
import { useNarrowing } from "../useNarrowing";
import { PromotionDrawer } from "./PromotionDrawer";
import { PromotionTable } from "./PromotionTable";
import type { Promotion } from "./terms";

/** Everybody's promotions, the latest first; those of the platform are made and changed here. */
export function PromotionsPage() {
  const { t } = useLingui();
  const { value, narrow, isNarrowed, clear } = useNarrowing("code");
  const [drawn, setDrawn] = useState<Promotion | "new" | null>(null);
  const code = value("code");
  const promotions = useInfiniteQuery({
    ...readPages("find_promotions", { ...(code && { code }) }),
    placeholderData: keepPreviousData,
  });
  const end = useCommand("end_promotion", { refreshes: ["find_promotions"] });
  const finish = async ({ id, title }: Promotion) => {
    const agreed = await confirm({
      title: t`End ${title}?`,
      text: <Trans>It takes nothing off from now on, and cannot be begun again.</Trans>,
      yes: <Trans>End it</Trans>,
      danger: true,
      work: () => end.mutateAsync({ params: { promotion_id: id } }),
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
      <SearchLine label={t`Code of a promotion`} value={code} onChange={(words) => narrow({ code: words.trim() })} />
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
              busy={promotions.isPlaceholderData}
            />
            <More of={promotions} />
          </>
        )}
      </QueryStates>
      {drawn && <PromotionDrawer of={drawn === "new" ? null : drawn} onClose={() => setDrawn(null)} />}
    </Page>
  );
}
