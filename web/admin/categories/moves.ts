import type { Category } from "../../queries/categories";

/** Where a category comes to stand: below which parent, and before which of its children; last without one. */
export interface Place {
  parent_id: string | null;
  before_id: string | null;
}

/** Where a category stands. */
export interface Stand {
  category: Category;
  /** The way to it, from the root. */
  parents: Category[];
  siblings: Category[];
  index: number;
}

/** The tree has no more levels than this. */
const LEVELS = 4;

/** Find where a category stands in the tree. */
export function standOf(id: string, tree: Category[], parents: Category[] = []): Stand | null {
  for (const [index, category] of tree.entries()) {
    if (category.id === id) return { category, parents, siblings: tree, index };
    const below = standOf(id, category.children, [...parents, category]);
    if (below) return below;
  }
  return null;
}

const heightOf = ({ children }: Category): number => 1 + Math.max(0, ...children.map(heightOf));
const place = (parent: Category | undefined, before?: Category): Place => ({
  parent_id: parent?.id ?? null,
  before_id: before?.id ?? null,
});

export interface Move {
  way: "up" | "down" | "under" | "out";
  /** What it passes, comes below, or comes to stand behind. */
  other: Category;
  to: Place;
}

/** Every step that a category can take from where it stands. */
export function movesOf({ category, parents, siblings, index }: Stand, tree: Category[]): Move[] {
  const parent = parents.at(-1);
  const [above, below] = [siblings[index - 1], siblings[index + 1]];
  const around = parent && standOf(parent.id, tree);
  const moves: Move[] = [];
  if (above) moves.push({ way: "up", other: above, to: place(parent, above) });
  if (below) moves.push({ way: "down", other: below, to: place(parent, siblings[index + 2]) });
  if (above && parents.length + 1 + heightOf(category) <= LEVELS)
    moves.push({ way: "under", other: above, to: place(above) });
  if (around)
    moves.push({
      way: "out",
      other: around.category,
      to: place(around.parents.at(-1), around.siblings[around.index + 1]),
    });
  return moves;
}

export type Drop = "before" | "after" | "inside";

/** Give where a category comes to stand when it is dropped at another; null where it cannot, or stands already. */
export function placeAt(moved: Stand, target: Stand, drop: Drop): Place | null {
  if ([...target.parents, target.category].some(({ id }) => id === moved.category.id)) return null;
  const level = target.parents.length + (drop === "inside" ? 1 : 0);
  if (level + heightOf(moved.category) > LEVELS) return null;
  const parent = drop === "inside" ? target.category : target.parents.at(-1);
  const others = (drop === "inside" ? target.category.children : target.siblings).filter(
    ({ id }) => id !== moved.category.id,
  );
  const at = others.findIndex(({ id }) => id === target.category.id);
  const before = drop === "inside" ? undefined : others[drop === "before" ? at : at + 1];
  const stays = moved.parents.at(-1)?.id === parent?.id && moved.siblings[moved.index + 1]?.id === before?.id;
  return stays ? null : place(parent, before);
}
