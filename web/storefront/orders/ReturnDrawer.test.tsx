import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { api } from "../../testing/api";
import { part } from "../../testing/orders";
import { be } from "../../testing/people";
import { render } from "../../testing/render";
import { ReturnDrawer } from "./ReturnDrawer";
import { isReturnable } from "./returns";

const sent = { shipped_at: "2026-11-01T10:00:00Z" };
const ask = () => userEvent.click(screen.getByRole("button", { name: "Ask the shop" }));

test("the shop is asked to take back so many of a line, and why", async () => {
  await be("customer");
  api.answers("request_return", {} as never, 201);
  render(<ReturnDrawer order_id="o-1" part={part(sent)} onClose={() => undefined} />);
  await userEvent.selectOptions(screen.getByLabelText("Why"), "damaged");
  await ask();
  await screen.findByText("Say how much you send back.");
  expect(api.asked("request_return")).toHaveLength(0);

  await userEvent.type(screen.getByLabelText(/Blue mug/), "1");
  await ask();

  await waitFor(() => expect(api.asked("request_return")).toHaveLength(1));
  expect(api.asked("request_return").map(({ body }) => body)).toEqual([
    { lines: [{ line_id: part().lines[0]?.id, quantity: 1 }], reason: "damaged", note: null },
  ]);
});

test.each([
  ["was not sent", {}, false],
  ["is on its way", sent, true],
  ["came today", { ...sent, delivered_at: new Date().toISOString() }, true],
  ["came long ago", { ...sent, delivered_at: "2020-01-01T00:00:00Z" }, false],
  ["went back whole", { ...sent, lines: part().lines.map((line) => ({ ...line, refunded_quantity: 2 })) }, false],
])("a parcel that %s may be sent back: %o %s", (_, changes, may) => {
  expect(isReturnable(part(changes))).toBe(may);
});
