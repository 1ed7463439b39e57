import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import { useCommand } from "../../api/queries";
import type { Category } from "../../queries/categories";
import { announce } from "../../ui";
import { type Place, standOf } from "./moves";
import { moved } from "./queries";

/** The id of the button that a category is moved by. */
export const handleOf = (id: string) => `move-${id}`;

/** Move categories, say where each comes to stand, and keep the focus with it. */
export function useMoving(tree: Category[] | undefined) {
  const { t } = useLingui();
  const { mutate, isPending, error } = useCommand("place_category", moved);
  const latest = useRef<string | null>(null);
  useEffect(() => {
    const stand = tree && latest.current && !isPending && standOf(latest.current, tree);
    if (!stand) return;
    latest.current = null;
    document.getElementById(handleOf(stand.category.id))?.focus();
    const { name } = stand.category;
    const [place, all, parent] = [stand.index + 1, stand.siblings.length, stand.parents.at(-1)?.name];
    announce(
      parent === undefined
        ? t`${name} stands at the top, ${place} of ${all}`
        : t`${name} stands below ${parent}, ${place} of ${all}`,
    );
  }, [tree, isPending, t]);
  const move = (category: Category, to: Place) => {
    if (isPending) return;
    const keep = () => {
      latest.current = category.id;
    };
    mutate({ params: { category_id: category.id }, body: { ...to, version: category.version } }, { onSuccess: keep });
  };
  return { move, busy: isPending, problem: error };
}
