import { Trans, useLingui } from "@lingui/react/macro";
import { useFormat } from "../../format/format";
import { colour, type as sizes } from "../../theme/tokens";
import { Button, type Column, Status, Table } from "../../ui";
import type { Level } from "../queries";
import { OnHand } from "./OnHand";

interface Props {
  levels: Level[];
  busy: boolean;
  onAdjust: (level: Level) => void;
}

/** Levels of the stock, one on each row, to be counted in place. */
export function StockTable({ levels, busy, onAdjust }: Props) {
  const { t } = useLingui();
  const { count } = useFormat();
  const columns: Column<Level>[] = [
    {
      name: "title",
      head: t`Product`,
      kind: "title",
      cell: ({ title, sku }) => (
        <span>
          <bdi>{title ?? sku}</bdi>
          <br />
          <small style={{ color: colour("quiet"), fontSize: sizes.label, fontWeight: 400 }}>
            <bdi>{sku}</bdi>
          </small>
        </span>
      ),
    },
    { name: "warehouse", head: t`Warehouse`, cell: ({ warehouse }) => <bdi>{warehouse.name}</bdi> },
    { name: "on_hand", head: t`On hand`, kind: "figure", cell: (level) => <OnHand level={level} /> },
    { name: "reserved", head: t`Held for orders`, kind: "figure", cell: ({ reserved }) => count(reserved) },
    { name: "available", head: t`Free`, kind: "figure", cell: ({ available }) => count(available) },
    { name: "threshold", head: t`Low from`, kind: "figure", cell: ({ threshold }) => count(threshold) },
    {
      name: "low",
      head: t`Status`,
      cell: ({ low }) =>
        low ? (
          <Status tone="ember">
            <Trans>Low</Trans>
          </Status>
        ) : (
          <Status tone="leaf">
            <Trans>Enough</Trans>
          </Status>
        ),
    },
    {
      name: "adjust",
      head: t`Adjust`,
      kind: "action",
      cell: (level) => (
        <Button onClick={() => onAdjust(level)} aria-label={t`Adjust ${level.sku} in ${level.warehouse.name}`}>
          <Trans>Adjust</Trans>
        </Button>
      ),
    },
  ];
  return (
    <Table
      label={t`Stock`}
      columns={columns}
      items={levels}
      keyOf={({ variant_id, warehouse }) => `${variant_id} ${warehouse.id}`}
      busy={busy}
    />
  );
}
