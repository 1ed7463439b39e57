import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import { Confirmations } from "../../ui";
import { DisputesPage } from "./DisputesPage";
import type { Dispute } from "./standings";

const dispute: Dispute = {
  id: "d-1",
  order_id: "o-1",
  order_number: "S-2026-7K3M9Q2X4T6H",
  transaction_id: "p-1",
  provider: "sandbox",
  reference: "dp_1",
  amount: { amount: 1400, currency: "GBP" },
  reason: "product_not_received",
  status: "open",
  accepted: false,
  evidence: null,
  answer_until: "2026-12-04T09:00:00Z",
  opened_at: "2026-11-27T09:00:00Z",
  closed_at: null,
};

const draw = () => {
  api.answers("list_disputes", { items: [dispute], next_cursor: null });
  render(
    <>
      <DisputesPage />
      <Confirmations />
    </>,
    { at: "/admin/disputes" },
  );
};
const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));

test("evidence is sent with what was filled in, and nothing else", async () => {
  draw();
  await press("Answer");
  await userEvent.type(await screen.findByRole("textbox", { name: "What happened" }), "It was signed for.");
  await userEvent.type(screen.getByRole("textbox", { name: "Carrier" }), "Post");
  api.answers("answer_dispute", { ...dispute, status: "answering" });
  await press("Send the evidence");

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(api.asked("answer_dispute").map(({ body }) => body)).toEqual([
    { evidence: { text: "It was signed for.", carrier: "Post" } },
  ]);
});

test("a dispute is accepted when that is confirmed, and not before", async () => {
  draw();
  await press("Answer");
  await press("Accept the dispute");
  expect(api.asked("answer_dispute")).toHaveLength(0);

  api.answers("answer_dispute", { ...dispute, status: "answering", accepted: true });
  const question = await screen.findByRole("dialog", { name: "Accept the dispute?" });
  await userEvent.click(within(question).getByRole("button", { name: "Accept the dispute" }));

  await waitFor(() => expect(api.asked("answer_dispute").map(({ body }) => body)).toEqual([{ accept: true }]));
});

test("evidence says something", async () => {
  draw();
  await press("Answer");
  await press("Send the evidence");

  await screen.findByText("Fill this in.");
  expect(api.asked("answer_dispute")).toHaveLength(0);
});
