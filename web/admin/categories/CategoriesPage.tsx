import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Category } from "../../queries/categories";
import { Button, Empty, ErrorState, Icon, Page, QueryStates, RowGhosts } from "../../ui";
import { Branch, type Ways } from "./Branch";
import { CategoryDrawer } from "./CategoryDrawer";
import { tree } from "./queries";
import { useMoving } from "./useMoving";

/** The tree of categories: what it is made of, and where each one stands. */
export function CategoriesPage() {
  const { t } = useLingui();
  const query = useQuery(tree());
  const [edited, setEdited] = useState<Category | "new" | null>(null);
  const { move, busy, problem } = useMoving(query.data?.items);
  const [folded, setFolded] = useState<string[]>([]);
  const unfold = (id: string | null) => setFolded((before) => before.filter((one) => one !== id));
  const fold = (id: string) => (folded.includes(id) ? unfold(id) : setFolded([...folded, id]));
  const moveIntoSight: Ways["onMove"] = (category, to) => {
    unfold(to.parent_id);
    move(category, to);
  };
  return (
    <Page
      title={t`Categories`}
      unlisted
      aside={
        <Button variant="contained" startIcon={<Icon name="plus" size={20} />} onClick={() => setEdited("new")}>
          <Trans>New category</Trans>
        </Button>
      }
    >
      <p>
        <Trans>Drag a category to its place, or choose its next step from its menu. It takes along all below it.</Trans>
      </p>
      {problem && <ErrorState problem={problem} safe={<Trans>The tree is as it was.</Trans>} />}
      <QueryStates
        query={query}
        ghost={<RowGhosts rows={8} height={44} />}
        empty={
          <Empty>
            <Trans>There is no category yet.</Trans>
          </Empty>
        }
      >
        {({ items }) => (
          <div aria-busy={busy} style={{ opacity: busy ? 0.6 : 1 }}>
            <Branch
              label={t`Categories`}
              of={items}
              tree={items}
              onMove={moveIntoSight}
              onEdit={setEdited}
              folded={folded}
              onFold={fold}
            />
          </div>
        )}
      </QueryStates>
      {edited && query.data && (
        <CategoryDrawer
          key={edited === "new" ? "new" : edited.id}
          of={edited === "new" ? null : edited}
          tree={query.data.items}
          onClose={() => setEdited(null)}
        />
      )}
    </Page>
  );
}
