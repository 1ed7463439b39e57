import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { readPages, useCommand } from "../../api/queries";
import { useNarrowing } from "../../consoles/useNarrowing";
import { announce, Button, confirm, Empty, More, NoMatch, Page, QueryStates, RowGhosts, SearchLine } from "../../ui";
import { CodeDrawer } from "./CodeDrawer";
import { type GiftCard, GiftCardTable } from "./GiftCardTable";
import { GrantDrawer } from "./GrantDrawer";
import { IssueDrawer } from "./IssueDrawer";

type Drawn = "issue" | "grant" | { code_of: string } | null;

/** Every gift card, the latest first; they are issued here, and customers are granted store credit. */
export function GiftCardsPage() {
  const { t } = useLingui();
  const { value, narrow, isNarrowed, clear } = useNarrowing("hint");
  const [drawn, setDrawn] = useState<Drawn>(null);
  const hint = value("hint");
  const cards = useInfiniteQuery({
    ...readPages("find_gift_cards", { ...(hint && { hint }) }),
    placeholderData: keepPreviousData,
  });
  const end = useCommand("end_gift_card", { refreshes: ["find_gift_cards"] });
  const finish = async ({ id }: GiftCard) => {
    const agreed = await confirm({
      title: t`End this gift card?`,
      text: <Trans>Nobody can spend what is left on it, and it cannot be begun again.</Trans>,
      yes: <Trans>End it</Trans>,
      danger: true,
      work: () => end.mutateAsync({ params: { card_id: id } }),
    });
    if (agreed) announce(t`The gift card is over`);
  };
  const renew = async ({ id }: GiftCard) => {
    const agreed = await confirm({
      title: t`Give this gift card a new code?`,
      text: <Trans>The code that it has now is worth nothing from then on.</Trans>,
      yes: <Trans>Give it a new code</Trans>,
      work: async () => setDrawn({ code_of: id }),
    });
    return agreed;
  };
  return (
    <Page
      title={t`Gift cards`}
      unlisted
      aside={
        <>
          <Button onClick={() => setDrawn("grant")}>
            <Trans>Grant store credit</Trans>
          </Button>
          <Button variant="contained" onClick={() => setDrawn("issue")}>
            <Trans>New gift card</Trans>
          </Button>
        </>
      }
    >
      <SearchLine
        label={t`Last four characters of a code`}
        value={hint}
        onChange={(words) => narrow({ hint: words.trim() })}
      />
      <QueryStates
        query={cards}
        ghost={<RowGhosts rows={6} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          isNarrowed ? (
            <NoMatch onClear={clear}>
              <Trans>No gift card has such a code.</Trans>
            </NoMatch>
          ) : (
            <Empty>
              <Trans>There are no gift cards yet.</Trans>
            </Empty>
          )
        }
      >
        {({ pages }) => (
          <>
            <GiftCardTable
              label={t`Gift cards`}
              cards={pages.flatMap(({ items }) => items)}
              onRenew={(one) => void renew(one)}
              onEnd={(one) => void finish(one)}
              busy={cards.isPlaceholderData}
            />
            <More of={cards} />
          </>
        )}
      </QueryStates>
      {drawn === "issue" && (
        <IssueDrawer
          onIssued={({ id, email }) => setDrawn(email ? null : { code_of: id })}
          onClose={() => setDrawn(null)}
        />
      )}
      {drawn === "grant" && <GrantDrawer onClose={() => setDrawn(null)} />}
      {drawn !== null && typeof drawn === "object" && (
        <CodeDrawer cardId={drawn.code_of} onClose={() => setDrawn(null)} />
      )}
    </Page>
  );
}
