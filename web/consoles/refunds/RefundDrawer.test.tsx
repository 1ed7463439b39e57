import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { api } from "../../testing/api";
import { part } from "../../testing/orders";
import { render } from "../../testing/render";
import { RefundDrawer } from "./RefundDrawer";

const ORDER = "01936e2c-7b00-7000-8000-0000000000c1";
const [LINE] = part().lines;
const draw = (changes: Parameters<typeof part>[0] = {}) =>
  render(<RefundDrawer order_id={ORDER} part={part(changes)} refreshes={[]} onClose={() => undefined} />);
const send = () => userEvent.click(screen.getByRole("button", { name: "Refund" }));
const give = (reason: string) => userEvent.selectOptions(screen.getByLabelText("Why"), reason);
const sent = () => api.asked("refund_order").map(({ body }) => body);

test("units of a line and a part of the delivery go back, and no more is asked for", async () => {
  api.answers("refund_order", { items: [] }, 201);
  draw();
  screen.getByText(/2 left/);
  await userEvent.type(screen.getByLabelText("How many"), "1");
  await userEvent.type(screen.getByLabelText("Of the delivery"), "1.50");
  await give("damaged");
  await userEvent.click(screen.getByLabelText("The items go back on the shelf"));
  await send();

  await waitFor(() => expect(sent()).toHaveLength(1));
  expect(sent()).toEqual([
    {
      seller_order_id: part().id,
      reason: "damaged",
      note: null,
      restock: true,
      lines: [{ line_id: LINE?.id, quantity: 1 }],
      shipping: { amount: 150, currency: "GBP" },
    },
  ]);
});

test.each([
  ["An amount of all of it", { amount: { amount: 700, currency: "GBP" } }],
  ["All that is left of it", {}],
])("%s goes back", async (what, asked) => {
  api.answers("refund_order", { items: [] }, 201);
  draw();
  await userEvent.click(screen.getByRole("radio", { name: what }));
  if (what.startsWith("An amount")) await userEvent.type(screen.getByLabelText("Amount"), "7");
  await give("goodwill");
  await send();

  await waitFor(() => expect(sent()).toHaveLength(1));
  expect(sent()).toEqual([{ seller_order_id: part().id, reason: "goodwill", note: null, restock: false, ...asked }]);
});

test("nothing is sent when nothing is named, nor more units than are left", async () => {
  draw({ lines: part().lines.map((line) => ({ ...line, refunded_quantity: 1 })) });
  await give("damaged");
  await send();
  await screen.findByText("Say how much of something goes back.");

  await userEvent.type(screen.getByLabelText("How many"), "2");
  await send();

  await screen.findByText("Write a whole number from 0 to 1.");
  expect(sent()).toEqual([]);
});

test("what the API refuses of a line is said at that line's field, whichever was sent", async () => {
  const second = { ...part().lines[0], id: "second", title: "Red mug" } as ReturnType<typeof part>["lines"][number];
  api.refuses("refund_order", 422, {
    code: "validation_failed",
    errors: [{ field: "lines.0.quantity", message: "at most 1", code: "more_units_than_left", figures: { left: 1 } }],
  });
  draw({ lines: [...part().lines, second] });
  await userEvent.type(screen.getAllByLabelText("How many")[1] as HTMLElement, "2");
  await give("damaged");
  await send();

  await screen.findByText("No more than 1 of it are left.");
  const fields = screen.getAllByLabelText("How many").map((field) => field.getAttribute("aria-invalid"));
  expect(fields).toEqual(["false", "true"]);
});
