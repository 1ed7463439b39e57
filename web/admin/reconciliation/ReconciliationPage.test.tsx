import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import type { Mismatch } from "./differences";
import { ReconciliationPage } from "./ReconciliationPage";

const mismatch: Mismatch = {
  id: "m-1",
  provider: "stripe",
  difference: "another_amount",
  kind: "charge",
  reference: "pi_1",
  order_id: "o-1",
  booked: { amount: { amount: 4598, currency: "GBP" }, fee: { amount: 69, currency: "GBP" } },
  reported: { amount: { amount: 4597, currency: "GBP" }, fee: { amount: 69, currency: "GBP" } },
  occurred_at: "2026-11-27T23:59:00Z",
  version: 1,
  note: null,
  settled_at: null,
};
const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));

test("a difference shows both sides and is settled with a note and the version that was seen", async () => {
  api.answers("list_reconciliations", { items: [mismatch], next_cursor: null });
  render(<ReconciliationPage />, { at: "/admin/reconciliation" });

  await screen.findByText("£45.98");
  screen.getByText("£45.97");
  await press("Settle");
  await userEvent.type(await screen.findByRole("textbox", { name: "Note" }), "The bank kept a penny.");
  api.answers("settle_reconciliation", { ...mismatch, version: 2 });
  await userEvent.click(screen.getAllByRole("button", { name: "Settle" }).at(-1) as HTMLElement);

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(api.asked("settle_reconciliation").map(({ body }) => body)).toEqual([
    { note: "The bank kept a penny.", version: 1 },
  ]);
});

test("what is to be settled is asked for first, and what was settled by its tab", async () => {
  api.answers("list_reconciliations", { items: [], next_cursor: null });
  render(<ReconciliationPage />, { at: "/admin/reconciliation" });

  await screen.findByText("The books agree with every report.");
  await userEvent.click(screen.getByRole("link", { name: "Settled" }));

  await screen.findByText("Nothing was settled yet.");
  expect(api.asked("list_reconciliations").map(({ path }) => path.split("status=")[1]?.split("&")[0])).toEqual([
    "open",
    "settled",
  ]);
});

test("a note is written before it is sent", async () => {
  api.answers("list_reconciliations", { items: [mismatch], next_cursor: null });
  render(<ReconciliationPage />, { at: "/admin/reconciliation" });

  await press("Settle");
  await screen.findByRole("textbox", { name: "Note" });
  await userEvent.click(screen.getAllByRole("button", { name: "Settle" }).at(-1) as HTMLElement);

  await screen.findByText("Fill this in.");
  expect(api.asked("settle_reconciliation")).toHaveLength(0);
});
