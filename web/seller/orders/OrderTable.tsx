import { Plural, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useFormat } from "../../format/format";
import { paths } from "../../paths";
import { type Column, Price, Table } from "../../ui";
import type { SellerOrder } from "../queries";
import { OrderStatus } from "./OrderStatus";

interface Props {
  orders: SellerOrder[];
  busy?: boolean;
}

/** Orders of the shop, one on each row. */
export function OrderTable({ orders, busy = false }: Props) {
  const { t } = useLingui();
  const { moment, country } = useFormat();
  const columns: Column<SellerOrder>[] = [
    {
      name: "number",
      head: t`Order`,
      kind: "title",
      cell: ({ id, number }) => (
        <Link to={paths.sellerOrder.to(id)}>
          <bdi>{number}</bdi>
        </Link>
      ),
    },
    { name: "placed_at", head: t`Placed`, cell: ({ placed_at }) => moment(placed_at) },
    {
      name: "lines",
      head: t`Items`,
      kind: "figure",
      cell: ({ lines }) => <Plural value={countOf(lines)} one="# item" other="# items" />,
    },
    {
      name: "to",
      head: t`Delivery address`,
      cell: ({ shipping_address: { city, country: code } }) => [city, country(code)].join(", "),
    },
    { name: "total", head: t`Total`, kind: "figure", cell: ({ total }) => <Price of={total} /> },
    { name: "status", head: t`Status`, cell: ({ status }) => <OrderStatus status={status} /> },
  ];
  return <Table label={t`Orders`} columns={columns} items={orders} keyOf={({ id }) => id} busy={busy} />;
}

const countOf = (lines: SellerOrder["lines"]) => lines.reduce((sum, { quantity }) => sum + quantity, 0);
