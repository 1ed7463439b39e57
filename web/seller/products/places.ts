import type { Category } from "../../queries/categories";

interface Place {
  id: string;
  /** Its name and those above it, the root's first. */
  way: string[];
}

/** Lay a tree of categories out as a list, each with the way to it. */
export function places(tree: Category[], above: string[] = []): Place[] {
  return tree.flatMap(({ id, name, children }) => {
    const way = [...above, name];
    return [{ id, way }, ...places(children, way)];
  });
}
