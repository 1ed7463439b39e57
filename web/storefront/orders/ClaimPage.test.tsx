import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { beforeEach, expect, test } from "vitest";
import { api } from "../../testing/api";
import { order } from "../../testing/orders";
import { be } from "../../testing/people";
import { render } from "../../testing/render";
import { ClaimPage } from "./ClaimPage";

const ME = {
  id: "01936e2c-7b00-7000-8000-00000000000a",
  email: "ada@example.com",
  first_name: "Ada",
  last_name: "Lovelace",
  phone: null,
  locale: "en",
  role: "customer",
  shop: null,
  created_at: "2026-11-01T10:00:00Z",
  updated_at: "2026-11-01T10:00:00Z",
} as const;

beforeEach(async () => {
  await be("customer");
  api.answers("get_me", ME);
});

function open(at: string) {
  return render(
    <Routes>
      <Route path="/orders/claim" element={<ClaimPage />} />
      <Route path="*" element={null} />
    </Routes>,
    { at },
  );
}

const keep = async () => userEvent.click(await screen.findByRole("button", { name: "Keep the order in this account" }));

test("a link takes the order into the account, once, however often it is tried", async () => {
  api.replies("claim_order", () => Promise.reject(new TypeError("Failed to fetch")));
  const { address } = open("/orders/claim#a-token");
  await keep();
  await screen.findByRole("alert");

  api.answers("claim_order", order());
  await keep();

  await waitFor(() => expect(address()).toBe(`/orders/${order().id}`));
  const asked = api.asked("claim_order");
  expect(asked.map(({ body }) => body)).toEqual([{ token: "a-token" }, { token: "a-token" }]);
  expect(new Set(asked.map(({ headers }) => headers.get("Idempotency-Key"))).size).toBe(1);
});

test("what the link holds stands in no address, and is still known after a sign-in", async () => {
  await be(null);
  const { address, unmount } = open("/orders/claim#a-token");
  await waitFor(() => expect(address()).toBe("/sign-in?back=%2Forders%2Fclaim"));
  unmount();

  await be("customer");
  api.answers("claim_order", order());
  open("/orders/claim");
  await keep();

  await waitFor(() => expect(api.asked("claim_order").map(({ body }) => body)).toEqual([{ token: "a-token" }]));
});

test("a link that was used says where the order may be", async () => {
  api.refuses("claim_order", 422, { code: "invalid", errors: [{ field: "token", message: "used" }] });
  open("/orders/claim#old");

  await keep();

  expect(await screen.findByText(/This link was used, or has expired/)).toBeTruthy();
});
