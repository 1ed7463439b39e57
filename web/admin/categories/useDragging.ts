import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import {
  attachInstruction,
  extractInstruction,
  type Operation,
} from "@atlaskit/pragmatic-drag-and-drop-hitbox/list-item";
import { type RefObject, useEffect, useState } from "react";
import type { Category } from "../../queries/categories";
import { type Drop, type Place, placeAt, standOf } from "./moves";

const drops: Record<Operation, Drop> = { "reorder-before": "before", "reorder-after": "after", combine: "inside" };

/** Let a row be dragged, and others be dropped at it where they can stand there. */
export function useDragging(
  row: RefObject<HTMLElement | null>,
  category: Category,
  tree: Category[],
  onMove: (category: Category, to: Place) => void,
) {
  const [dragged, setDragged] = useState(false);
  const [drop, setDrop] = useState<Drop>();
  useEffect(() => {
    const element = row.current;
    const target = standOf(category.id, tree);
    if (!element || !target) return;
    const wouldStand = (id: unknown, at: Drop): Place | null => {
      const source = standOf(String(id), tree);
      return source && placeAt(source, target, at);
    };
    const aimOf = (data: Record<string | symbol, unknown>): Drop | undefined => {
      const instruction = extractInstruction(data);
      return instruction && !instruction.blocked ? drops[instruction.operation] : undefined;
    };
    return combine(
      draggable({
        element,
        getInitialData: () => ({ category: category.id }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => typeof source.data.category === "string",
        getData: ({ source, input }) => {
          const may = (at: Drop) => (wouldStand(source.data.category, at) ? "available" : "blocked");
          const operations = {
            "reorder-before": may("before"),
            "reorder-after": may("after"),
            combine: may("inside"),
          } as const;
          return attachInstruction({}, { element, input, axis: "vertical", operations });
        },
        onDrag: ({ self }) => setDrop(aimOf(self.data)),
        onDragLeave: () => setDrop(undefined),
        onDrop: ({ self, source }) => {
          setDrop(undefined);
          const [aim, stand] = [aimOf(self.data), standOf(String(source.data.category), tree)];
          const to = aim && stand && placeAt(stand, target, aim);
          if (stand && to) onMove(stand.category, to);
        },
      }),
    );
  }, [row, category.id, tree, onMove]);
  return { dragged, drop };
}
