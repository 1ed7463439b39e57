import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { readPages, useCommand } from "../../api/queries";
import { categories } from "../../queries/categories";
import { announce, Button, confirm, Empty, More, Page, QueryStates, RowGhosts } from "../../ui";
import { Example } from "./Example";
import { RuleDrawer } from "./RuleDrawer";
import { RuleTable } from "./RuleTable";
import { branches, type Rule } from "./terms";

/** The rules by which the platform keeps a share of what shops sell, and what they come to. */
export function CommissionPage() {
  const { t } = useLingui();
  const [drawn, setDrawn] = useState<Rule | "new" | null>(null);
  const rules = useInfiniteQuery({ ...readPages("list_commission_rules", {}), placeholderData: keepPreviousData });
  const tree = useQuery(categories());
  const named = branches(tree.data?.items ?? []);
  const end = useCommand("end_commission_rule", { refreshes: ["list_commission_rules"] });
  const finish = async ({ id }: Rule) => {
    const agreed = await confirm({
      title: t`End this rule?`,
      text: <Trans>What was sold keeps it. From now on the next rule that fits holds, else what is usual.</Trans>,
      yes: <Trans>End it</Trans>,
      danger: true,
      work: () => end.mutateAsync({ params: { rule_id: id } }),
    });
    if (agreed) announce(t`The rule is over`);
  };
  return (
    <Page
      title={t`Commission`}
      unlisted
      aside={
        <Button variant="contained" onClick={() => setDrawn("new")}>
          <Trans>New rule</Trans>
        </Button>
      }
    >
      <p>
        <Trans>
          Of each line the most specific rule holds: that of a shop and a category, of a shop, of a category, of all.
          Where none does, what is usual is kept.
        </Trans>
      </p>
      <QueryStates
        query={rules}
        ghost={<RowGhosts rows={6} height={36} />}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={
          <Empty>
            <Trans>There are no rules yet.</Trans>
          </Empty>
        }
      >
        {({ pages }) => (
          <>
            <RuleTable
              rules={pages.flatMap(({ items }) => items)}
              categories={named}
              onChange={setDrawn}
              onEnd={(rule) => void finish(rule)}
              busy={rules.isPlaceholderData}
            />
            <More of={rules} />
          </>
        )}
      </QueryStates>
      <Example categories={named} />
      {drawn && <RuleDrawer of={drawn === "new" ? null : drawn} categories={named} onClose={() => setDrawn(null)} />}
    </Page>
  );
}
