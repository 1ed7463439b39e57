import { Trans, useLingui } from "@lingui/react/macro";
import { useRef } from "react";
import { useCommand } from "../../api/queries";
import type { Category } from "../../queries/categories";
import { styled } from "../../theme/styled";
import { colour, radius } from "../../theme/tokens";
import { announce, confirm, Icon, IconButton } from "../../ui";
import type { Ways } from "./Branch";
import { MoveMenu } from "./MoveMenu";
import { moved } from "./queries";
import { useDragging } from "./useDragging";

interface Props extends Ways {
  of: Category;
  tree: Category[];
}

/** One category: what it is called, and what can be done with it. */
export function CategoryRow({ of: category, tree, onMove, onEdit, folded, onFold }: Props) {
  const { t } = useLingui();
  const row = useRef<HTMLDivElement>(null);
  const { dragged, drop } = useDragging(row, category, tree, onMove);
  const remove = useCommand("delete_category", moved);
  const { id, name, children } = category;
  const isOpen = !folded.includes(id);
  const discard = async () => {
    const agreed = await confirm({
      title: t`Delete ${name}?`,
      text: <Trans>Only a category that nothing is in can be deleted.</Trans>,
      yes: <Trans>Delete</Trans>,
      danger: true,
      work: () => remove.mutateAsync({ params: { category_id: id } }),
    });
    if (!agreed) return;
    announce(t`${name} is deleted`);
    document.getElementById("main")?.focus();
  };
  return (
    <Line ref={row} data-dragged={dragged} data-drop={drop}>
      {children.length > 0 ? (
        <IconButton
          className="fold"
          aria-label={t`What is in ${name}`}
          aria-expanded={isOpen}
          onClick={() => onFold(id)}
        >
          <Icon name={isOpen ? "down" : "forward"} size={20} directed={!isOpen} />
        </IconButton>
      ) : (
        <span className="fold" />
      )}
      <span className="name">
        <bdi>{name}</bdi>
      </span>
      <MoveMenu of={category} tree={tree} onMove={(to) => onMove(category, to)} />
      <IconButton aria-label={t`Change ${name}`} onClick={() => onEdit(category)}>
        <Icon name="edit" size={20} />
      </IconButton>
      <IconButton aria-label={t`Delete ${name}`} onClick={() => void discard()}>
        <Icon name="bin" size={20} />
      </IconButton>
    </Line>
  );
}

const line = `3px solid ${colour("cobalt")}`;

const Line = styled("div")({
  position: "relative",
  display: "flex",
  alignItems: "center",
  minHeight: 44,
  borderBlockEnd: `1px solid ${colour("line")}`,
  cursor: "grab",
  "& > .fold": { width: 44, flex: "none" },
  "& > .name": { flex: 1, minWidth: 0, overflowWrap: "anywhere" },
  "&[data-dragged=true]": { opacity: 0.4 },
  "&[data-drop=inside]": { outline: line, outlineOffset: -3, borderRadius: radius.control },
  "&[data-drop=before]::after, &[data-drop=after]::after": {
    content: '""',
    position: "absolute",
    insetInline: 0,
    borderBlockStart: line,
  },
  "&[data-drop=before]::after": { insetBlockStart: -2 },
  "&[data-drop=after]::after": { insetBlockEnd: -2 },
});
