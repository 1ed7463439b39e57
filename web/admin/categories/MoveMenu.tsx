import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useState } from "react";
import type { Category } from "../../queries/categories";
import { Icon, IconButton } from "../../ui";
import { type Move, movesOf, type Place, standOf } from "./moves";
import { handleOf } from "./useMoving";

const steps: Record<Move["way"], (other: string) => MessageDescriptor> = {
  up: (other) => msg`Up, before ${other}`,
  down: (other) => msg`Down, behind ${other}`,
  under: (other) => msg`Below ${other}`,
  out: (other) => msg`Out of ${other}`,
};

interface Props {
  of: Category;
  tree: Category[];
  onMove: (to: Place) => void;
}

/** The steps that a category can take, for whoever does not drag it. */
export function MoveMenu({ of: { id, name }, tree, onMove }: Props) {
  const { t, i18n } = useLingui();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const stand = standOf(id, tree);
  const moves = stand ? movesOf(stand, tree) : [];
  const take = (to: Place) => {
    setAnchor(null);
    onMove(to);
  };
  return (
    <>
      <IconButton
        id={handleOf(id)}
        aria-label={t`Move ${name}`}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        disabled={moves.length === 0}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Icon name="move" size={20} />
      </IconButton>
      <Menu
        anchorEl={anchor}
        container={() => document.getElementById("main")}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
      >
        {moves.map(({ way, other, to }) => (
          <MenuItem key={way} onClick={() => take(to)}>
            {i18n._(steps[way](other.name))}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
