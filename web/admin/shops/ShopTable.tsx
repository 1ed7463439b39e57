import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import type { Model } from "../../api/contract";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { type Column, Table } from "../../ui";
import { ShopStatus } from "./ShopStatus";

type Shop = Model<"ListedSeller">;

interface Props {
  label: string;
  shops: Shop[];
  busy?: boolean;
}

/** Shops, one on each row. */
export function ShopTable({ label, shops, busy = false }: Props) {
  const { t } = useLingui();
  const { day, country } = useFormat();
  const columns: Column<Shop>[] = [
    {
      name: "name",
      head: t`Shop`,
      kind: "title",
      cell: ({ id, name }) => (
        <Link to={paths.adminShop.to(id)}>
          <bdi>{name}</bdi>
        </Link>
      ),
    },
    { name: "country", head: t`Country`, cell: ({ country: code }) => country(code) },
    { name: "created_at", head: t`Applied`, cell: ({ created_at }) => day(created_at) },
    { name: "status", head: t`Status`, cell: ({ status }) => <ShopStatus status={status} /> },
  ];
  return <Table label={label} columns={columns} items={shops} keyOf={({ id }) => id} busy={busy} />;
}
