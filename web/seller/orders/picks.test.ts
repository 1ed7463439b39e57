import { expect, test } from "vitest";
import type { SellerOrder } from "../queries";
import { picksOf } from "./picks";

const line = (variant_id: string, sku: string) => ({ variant_id, sku, title: `The ${sku}`, options: {} });
const pick = (variant_id: string, warehouse: string, quantity: number) => ({
  variant_id,
  warehouse_id: warehouse,
  warehouse,
  quantity,
});
const order = (number: string, lines: object[], picks: object[]) => ({ number, lines, picks }) as SellerOrder;

test("what two orders take from one shelf is taken together, by SKU", () => {
  const shelves = picksOf([
    order("S-1", [line("a", "ZINC"), line("b", "ARCH")], [pick("a", "North", 2), pick("b", "North", 1)]),
    order("S-2", [line("a", "ZINC")], [pick("a", "North", 3), pick("a", "South", 1)]),
  ]);

  expect(
    shelves.map(({ name, picks }) => [name, picks.map(({ sku, quantity, orders }) => [sku, quantity, orders])]),
  ).toEqual([
    [
      "North",
      [
        ["ARCH", 1, ["S-1"]],
        ["ZINC", 5, ["S-1", "S-2"]],
      ],
    ],
    ["South", [["ZINC", 1, ["S-2"]]]],
  ]);
});
