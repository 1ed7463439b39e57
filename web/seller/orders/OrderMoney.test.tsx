import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { part } from "../../testing/orders";
import { render } from "../../testing/render";
import type { SellerOrder } from "../queries";
import { OrderMoney } from "./OrderMoney";

test.each([
  [400, true],
  [0, false],
])("of %i pence of VAT is spoken: %s", (amount, spoken) => {
  const commission = { amount: 240, currency: "GBP" as const };
  const commission_tax = { ...commission, amount: 48 };
  const order = { ...part(), commission, commission_tax, tax_total: { amount, currency: "GBP" } };
  render(<OrderMoney order={order as unknown as SellerOrder} />);

  screen.getByText("Tax on commission");
  expect(screen.queryByText("VAT included") !== null).toBe(spoken);
});
