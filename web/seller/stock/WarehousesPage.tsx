import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Model } from "../../api/contract";
import { useCommand } from "../../api/queries";
import { useFormat } from "../../format/format";
import { Button, type Column, confirm, Empty, Icon, Page, QueryStates, RowGhosts, Table } from "../../ui";
import { warehouses } from "../queries";
import { WarehouseDrawer } from "./WarehouseDrawer";

export type Warehouse = Model<"WarehouseView">;

/** Where the shop keeps its stock. */
export function WarehousesPage() {
  const { t } = useLingui();
  const { country, count } = useFormat();
  const query = useQuery(warehouses());
  const [edited, setEdited] = useState<Warehouse | "new" | null>(null);
  const close = useCommand("close_warehouse", { refreshes: ["list_warehouses"] });
  const shut = ({ id, name }: Warehouse) =>
    confirm({
      title: t`Close ${name}?`,
      text: <Trans>It can only be closed when no stock is kept there.</Trans>,
      yes: <Trans>Close it</Trans>,
      danger: true,
      work: () => close.mutateAsync({ params: { warehouse_id: id } }),
    });
  const columns: Column<Warehouse>[] = [
    { name: "name", head: t`Name`, kind: "title", cell: ({ name }) => <bdi>{name}</bdi> },
    { name: "country", head: t`Country`, cell: ({ country: code }) => (code ? country(code) : "–") },
    { name: "priority", head: t`Priority`, kind: "figure", cell: ({ priority }) => count(priority) },
    {
      name: "change",
      head: t`Change`,
      kind: "action",
      cell: (warehouse) => (
        <>
          <Button onClick={() => setEdited(warehouse)} aria-label={t`Change ${warehouse.name}`}>
            <Trans>Change</Trans>
          </Button>
          <Button color="error" onClick={() => void shut(warehouse)} aria-label={t`Close ${warehouse.name}`}>
            <Trans>Close</Trans>
          </Button>
        </>
      ),
    },
  ];
  return (
    <Page
      title={t`Warehouses`}
      unlisted
      aside={
        <Button variant="contained" startIcon={<Icon name="plus" size={20} />} onClick={() => setEdited("new")}>
          <Trans>New warehouse</Trans>
        </Button>
      }
    >
      <p>
        <Trans>Orders draw from the lowest priority first.</Trans>
      </p>
      <QueryStates
        query={query}
        ghost={<RowGhosts rows={3} height={36} />}
        empty={
          <Empty>
            <Trans>There is none yet: your first stock opens one.</Trans>
          </Empty>
        }
      >
        {({ items }) => <Table label={t`Warehouses`} columns={columns} items={items} keyOf={({ id }) => id} />}
      </QueryStates>
      {edited && <WarehouseDrawer of={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
    </Page>
  );
}
