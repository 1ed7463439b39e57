import { screen, within } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { expect, test } from "vitest";
import { api } from "../../testing/api";
import { order } from "../../testing/orders";
import { render } from "../../testing/render";
import { OrderPage } from "./OrderPage";

test.each([
  [400, true],
  [0, false],
])("of %i pence of VAT is spoken: %s", async (amount, spoken) => {
  const { id, ...values } = order({ tax_total: { amount, currency: "GBP" } });
  api.answers("inspect_order", { id, ...values, customer_id: "c-1", email: "ada@example.com", timeline: [] } as never);
  api.answers("find_transactions", { items: [], next_cursor: null });
  api.answers("list_countries", { items: [] });
  render(
    <Routes>
      <Route path="/admin/orders/:id" element={<OrderPage />} />
    </Routes>,
    { at: `/admin/orders/${id}` },
  );

  const money = within((await screen.findByRole("heading", { name: "Money" })).closest("section") as HTMLElement);
  money.getByText("Items");
  expect(money.queryByText("VAT included") !== null).toBe(spoken);
});
