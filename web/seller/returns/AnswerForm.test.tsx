import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { api } from "../../testing/api";
import { part } from "../../testing/orders";
import { render } from "../../testing/render";
import { AnswerForm } from "./AnswerForm";
import type { Return } from "./words";

const returned: Return = {
  id: "01936e2c-7b00-7000-8000-0000000000a1",
  order_id: "o-1",
  seller_order_id: "s-1",
  seller_id: "s-2",
  number: "7K3-9QX",
  status: "requested",
  reason: "does_not_fit",
  note: null,
  answer: null,
  without_return: false,
  restocked: false,
  refund_id: null,
  requested_at: "2026-11-27T09:00:00Z",
  answered_at: null,
  received_at: null,
  lines: [],
};
const draw = (changes: Partial<Return> = {}) => render(<AnswerForm returned={{ ...returned, ...changes }} />);
const send = () => userEvent.click(screen.getByRole("button", { name: "Send the answer" }));
const sent = () => api.asked("answer_return").map(({ body }) => body);
const nothing = { answer: null, without_return: false, restock: false, amount: null, shipping: null };

beforeEach(() => {
  api.answers("get_seller_order", part() as never);
  api.answers("answer_return", returned);
});

test("a return is declined with what the customer reads", async () => {
  draw();
  await userEvent.click(screen.getByRole("radio", { name: "Decline it" }));
  await userEvent.type(screen.getByLabelText("What the customer reads"), "It was worn");
  await send();

  await waitFor(() => expect(sent()).toEqual([{ ...nothing, action: "decline", answer: "It was worn" }]));
});

test("less is refunded at once to a customer who keeps the goods", async () => {
  draw();
  await userEvent.click(screen.getByRole("radio", { name: "Accept it" }));
  await userEvent.click(screen.getByLabelText("The customer keeps the goods, and is refunded at once"));
  await userEvent.type(await screen.findByLabelText("Refund less"), "5");
  await send();

  await waitFor(() => expect(sent()).toHaveLength(1));
  const amount = { amount: 500, currency: "GBP" };
  expect(sent()).toEqual([{ ...nothing, action: "accept", without_return: true, amount }]);
});

test("what has arrived is refunded and goes back on the shelf, and nothing else is sent", async () => {
  draw({ status: "accepted" });
  await userEvent.click(screen.getByRole("radio", { name: "The goods have arrived: refund it" }));
  await userEvent.click(screen.getByLabelText("The goods go back on the shelf"));
  await send();

  await waitFor(() => expect(sent()).toEqual([{ ...nothing, action: "receive", restock: true }]));
});

test("no answer is sent that says nothing", async () => {
  draw();
  await send();

  await screen.findByText("Fill this in.");
  expect(sent()).toEqual([]);
});
