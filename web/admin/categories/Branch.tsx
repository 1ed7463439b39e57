import type { Category } from "../../queries/categories";
import { styled } from "../../theme/styled";
import { colour } from "../../theme/tokens";
import { CategoryRow } from "./CategoryRow";
import type { Place } from "./moves";

export interface Ways {
  onMove: (category: Category, to: Place) => void;
  onEdit: (category: Category) => void;
  /** The ids of those whose children are out of sight. */
  folded: string[];
  onFold: (id: string) => void;
}

interface Props extends Ways {
  label: string;
  of: Category[];
  tree: Category[];
}

/** Categories that stand side by side, each with those below it. */
export function Branch({ label, of: categories, tree, ...ways }: Props) {
  return (
    <List aria-label={label}>
      {categories.map((category) => (
        <li key={category.id}>
          <CategoryRow of={category} tree={tree} {...ways} />
          {category.children.length > 0 && !ways.folded.includes(category.id) && (
            <Branch label={category.name} of={category.children} tree={tree} {...ways} />
          )}
        </li>
      ))}
    </List>
  );
}

const List = styled("ul")({
  maxWidth: 760,
  "& ul": { marginInlineStart: "clamp(12px, 3vw, 28px)", borderInlineStart: `1px solid ${colour("line")}` },
});
