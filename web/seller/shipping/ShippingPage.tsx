import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { read, useCommand } from "../../api/queries";
import { useFormat } from "../../format/format";
import { announce, Button, type Column, confirm, Empty, Page, QueryStates, RowGhosts, Status, Table } from "../../ui";
import type { Way } from "./values";
import { WayDrawer } from "./WayDrawer";

/** The ways in which the shop sends its parcels; without any it sends as the platform does. */
export function ShippingPage() {
  const { t } = useLingui();
  const { count } = useFormat();
  const [drawn, setDrawn] = useState<Way | "new" | null>(null);
  // A shop keeps no more of them than one request gives.
  const ways = useQuery(read("list_own_shipping_options", { limit: 100 }));
  const forget = useCommand("remove_shipping_option", { refreshes: ["list_own_shipping_options"] });
  const remove = async ({ id, name, version }: Way) => {
    const agreed = await confirm({
      title: t`Remove ${name}?`,
      text: <Trans>Orders that travel by it keep it. Without any of your own you send as the platform does.</Trans>,
      yes: t`Remove`,
      danger: true,
      work: () => forget.mutateAsync({ params: { option_id: id }, version }),
    });
    if (agreed) announce(t`${name} is removed`);
  };
  const columns: Column<Way>[] = [
    { name: "name", head: t`Name`, kind: "title", cell: ({ name }) => <bdi>{name}</bdi> },
    { name: "currency", head: t`For carts in`, cell: ({ currency }) => currency },
    {
      name: "days",
      head: t`Working days`,
      kind: "figure",
      cell: ({ days: { least, most } }) => (least === most ? count(most) : `${count(least)}–${count(most)}`),
    },
    {
      name: "zones",
      head: t`Zones`,
      kind: "figure",
      cell: ({ zones }) => <Plural value={zones.length} one="# zone" other="# zones" />,
    },
    {
      name: "active",
      head: t`Status`,
      cell: ({ active }) => (
        <Status tone={active ? "leaf" : "quiet"}>{active ? <Trans>Offered</Trans> : <Trans>Not offered</Trans>}</Status>
      ),
    },
    {
      name: "actions",
      head: t`What can be done`,
      kind: "action",
      cell: (way) => {
        const { name } = way;
        return (
          <>
            <Button aria-label={t`Change ${name}`} onClick={() => setDrawn(way)}>
              <Trans>Change</Trans>
            </Button>
            <Button color="error" aria-label={t`Remove ${name}`} onClick={() => void remove(way)}>
              <Trans>Remove</Trans>
            </Button>
          </>
        );
      },
    },
  ];
  return (
    <Page
      title={t`Delivery`}
      unlisted
      aside={
        <Button variant="contained" onClick={() => setDrawn("new")}>
          <Trans>New way of sending</Trans>
        </Button>
      }
    >
      <QueryStates
        query={ways}
        ghost={<RowGhosts rows={3} height={36} />}
        empty={
          <Empty>
            <Trans>You send as the platform does. Add ways of your own to set your prices.</Trans>
          </Empty>
        }
      >
        {({ items }) => <Table label={t`Ways of sending`} columns={columns} items={items} keyOf={({ id }) => id} />}
      </QueryStates>
      {drawn && <WayDrawer of={drawn === "new" ? null : drawn} onClose={() => setDrawn(null)} />}
    </Page>
  );
}
