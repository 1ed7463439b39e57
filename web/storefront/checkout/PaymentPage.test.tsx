import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { beforeEach, expect, test } from "vitest";
import { signIn } from "../../api/session";
import { api } from "../../testing/api";
import { be, tokensOf } from "../../testing/people";
import { render } from "../../testing/render";
import { card, stripeOfATest } from "../../testing/stripe";
import { PaymentPage } from "./PaymentPage";
import type { Order } from "./queries";

const GBP = (amount: number) => ({ amount, currency: "GBP" as const });
const id = "01936e2c-7b00-7000-8000-0000000000ff";
const payment = "01936e2c-7b00-7000-8000-0000000000ee";

const order = (changes: Partial<Order> = {}): Order => ({
  id,
  number: "SK-7Q4D-2M9X",
  status: "pending",
  placed_at: "2026-01-01T10:00:00Z",
  items_total: GBP(2000),
  shipping_total: GBP(399),
  discount_total: GBP(0),
  promotions: [],
  tax_total: GBP(400),
  total: GBP(2399),
  credit_total: GBP(0),
  to_pay: GBP(2399),
  prices_include_tax: true,
  taxes: [{ rate: 2000, net: GBP(1999), tax: GBP(400) }],
  refunded: GBP(0),
  shipping_address: {
    name: "Ada Buyer",
    line1: "1 Market Street",
    city: "London",
    country: "GB",
    postal_code: "E1 6AN",
  },
  email: "ada@example.com",
  payment_method: "sandbox_declined",
  payment_transaction_id: payment,
  payment_failure: null,
  payable_until: null,
  note: null,
  sellers: [],
  ...changes,
});
const unpaid = order({ payment_failure: "declined", payable_until: "2026-01-01T10:30:00Z" });
const waiting = order({ status: "awaiting_action", payable_until: "2026-01-01T10:30:00Z" });
const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole("button", { name }));

function open(search = "") {
  const page = <Route path="/checkout/:id" element={<PaymentPage />} />;
  return render(<Routes>{page}</Routes>, { at: `/checkout/${id}${search}` });
}

function payments(next_action: object | null) {
  const one = { id: payment, order_id: id, attempt: 1, method: "sandbox_3ds", amount: GBP(2399), refunded: GBP(0) };
  const status = { status: "requires_action", failure_reason: null, next_action, created_at: "2026-01-01T10:00:00Z" };
  api.answers("list_transactions", { items: [{ ...one, ...status }], next_cursor: null } as never);
}

beforeEach(async () => {
  api.answers("login", tokensOf("customer", crypto.randomUUID()));
  await signIn({ email: "ada@example.com", password: "a-long-password" });
  api.answers("list_countries", { items: [] });
  api.answers("list_offered_methods", {
    items: [
      { method: "sandbox_visa", title: "Test card that pays", provider: "sandbox", can_be_kept: false, fields: null },
      {
        method: "sandbox_declined",
        title: "Test card that is declined",
        provider: "sandbox",
        can_be_kept: false,
        fields: null,
      },
    ],
  });
});

test("an order that is being charged is asked for again until it is paid", async () => {
  api.answers("get_order", order());
  open();
  expect(await screen.findByRole("heading", { name: "We have your order" })).toBeDefined();

  api.answers("get_order", order({ status: "paid" }));

  expect(await screen.findByRole("heading", { name: "Thank you" })).toBeDefined();
});

test("a declined payment says that nothing was charged, and another method pays", async () => {
  api.answers("get_order", unpaid);
  open();
  expect(await screen.findByText(/Your bank declined it. Nothing was charged./)).toBeDefined();

  await userEvent.click(await screen.findByRole("radio", { name: "Test card that pays" }));
  api.answers("pay_again", order(), 202);
  api.answers("get_order", order({ status: "paid" }));
  await press("Pay £23.99");

  expect(await screen.findByRole("heading", { name: "Thank you" })).toBeDefined();
  expect(api.asked("pay_again").map(({ body }) => body)).toEqual([{ payment_method: "sandbox_visa" }]);
});

test("a payment that nothing answered is asked for under the same key", async () => {
  api.answers("get_order", unpaid);
  api.replies("pay_again", () => Promise.reject(new TypeError("Failed to fetch")));
  open();
  await userEvent.click(await screen.findByRole("radio", { name: "Test card that pays" }));
  await press("Pay £23.99");

  await screen.findByText("We do not know yet whether the payment was begun");
  api.answers("pay_again", order(), 202);
  api.answers("get_order", order({ status: "paid" }));
  await press("Ask again");

  expect(await screen.findByRole("heading", { name: "Thank you" })).toBeDefined();
  const keys = api.asked("pay_again").map(({ headers }) => headers.get("Idempotency-Key"));
  expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
});

test("the code from the bank finishes the payment", async () => {
  api.answers("get_order", waiting);
  payments({ type: "code", value: null });
  open();

  await userEvent.type(await screen.findByLabelText("Code from your bank"), "123456");
  api.answers("confirm_payment", {} as never);
  await press("Confirm the payment");
  await waitFor(() => expect(api.asked("confirm_payment").map(({ body }) => body)).toEqual([{ code: "123456" }]));
  api.answers("get_order", order({ status: "paid" }));

  expect(await screen.findByRole("heading", { name: "Thank you" })).toBeDefined();
});

test("a bank that asks at its own place is a link away", async () => {
  api.answers("get_order", waiting);
  payments({ type: "redirect", value: "https://bank.example/3ds" });
  open();

  const link = await screen.findByRole("link", { name: "On to your bank" });

  expect(link.getAttribute("href")).toBe("https://bank.example/3ds");
});

test("a bank that asks by the script of the provider is asked there, and what it was told is confirmed", async () => {
  const stripe = stripeOfATest();
  api.answers("list_offered_methods", { items: [card] });
  api.answers("get_order", { ...waiting, payment_method: "stripe_card" });
  payments({ type: "script", value: "pi_1_secret_2" });
  api.answers("confirm_payment", { status: "completed" } as never);
  open();

  await press("Confirm with your bank");

  expect(await screen.findByRole("heading", { name: "Your payment is being confirmed" })).toBeDefined();
  expect(stripe.asked).toEqual(["pi_1_secret_2"]);
  await waitFor(() => expect(confirmations()).toEqual([[`/api/payments/transactions/${payment}/confirmation`, {}]]));
});

test("how the bank asks is waited for when the payment was read before it asked", async () => {
  stripeOfATest();
  api.answers("list_offered_methods", { items: [card] });
  api.answers("get_order", { ...waiting, payment_method: "stripe_card" });
  payments(null);
  open();
  await waitFor(() => expect(api.asked("list_transactions")).toHaveLength(1));
  expect(screen.queryByRole("textbox")).toBeNull();

  payments({ type: "script", value: "pi_1_secret_2" });

  expect(await screen.findByRole("button", { name: "Confirm with your bank" }, { timeout: 5000 })).toBeDefined();
});

test("who closes what the bank asks can be asked again", async () => {
  const stripe = stripeOfATest();
  api.answers("list_offered_methods", { items: [card] });
  api.answers("get_order", { ...waiting, payment_method: "stripe_card" });
  payments({ type: "script", value: "pi_1_secret_2" });
  api.answers("confirm_payment", { status: "requires_action" } as never);
  open();
  await press("Confirm with your bank");
  await waitFor(() => expect(confirmations()).toHaveLength(1));

  await press("Confirm with your bank");

  await waitFor(() => expect(stripe.asked).toHaveLength(2));
});

test("an order is paid again by card", async () => {
  const stripe = stripeOfATest();
  api.answers("list_offered_methods", { items: [card] });
  api.answers("get_order", unpaid);
  open();
  await userEvent.click(await screen.findByRole("radio", { name: "Card" }));
  await waitFor(() => expect(stripe.drawn()).toBe(1));
  api.answers("pay_again", order(), 202);

  await press("Pay £23.99");

  await waitFor(() => expect(api.asked("pay_again")).toHaveLength(1));
  expect(api.asked("pay_again")[0]?.body).toEqual({ payment_method: "stripe_card", payment_token: "ctoken_1" });
});

test("an order that is not theirs is shown to nobody", async () => {
  api.refuses("get_order", 404, { code: "order_not_found" });
  open();

  expect(await screen.findByText(/This order is not shown here/)).toBeDefined();
});

test("a visitor of whom nothing is known signs in first, and no order is asked for", async () => {
  await be(null);
  api.refuses("get_order", 401, { code: "unauthenticated" });
  open();

  expect((await screen.findByRole("link", { name: "Sign in" })).getAttribute("href")).toContain("/sign-in?back=");
  expect(api.asked("get_order")).toEqual([]);
});

const back = `?payment=${payment}`;
const confirmations = () => api.asked("confirm_payment").map(({ path, body }) => [path, body]);

test("who comes back from where they agreed has the payment confirmed once, and sees what became of it", async () => {
  api.answers("get_order", waiting);
  api.answers("confirm_payment", { status: "completed" } as never);
  open(back);
  expect(await screen.findByRole("heading", { name: "Your payment is being confirmed" })).toBeDefined();
  await waitFor(() => expect(api.asked("get_order").length).toBeGreaterThan(2), { timeout: 5_000 });

  api.answers("get_order", order({ status: "paid" }));

  expect(await screen.findByRole("heading", { name: "Thank you" }, { timeout: 3_000 })).toBeDefined();
  expect(confirmations()).toEqual([[`/api/payments/transactions/${payment}/confirmation`, {}]]);
});

test("a confirmation that nothing answered is asked for again by a press", async () => {
  api.answers("get_order", waiting);
  api.replies("confirm_payment", () => Promise.reject(new TypeError("Failed to fetch")));
  open(back);
  const again = await screen.findByRole("button", { name: "Ask again" });
  api.answers("confirm_payment", { status: "failed" } as never);
  api.answers("get_order", unpaid);

  await userEvent.click(again);

  expect(await screen.findByText(/Your bank declined it. Nothing was charged./)).toBeDefined();
});

test("who comes back without having agreed is led there again", async () => {
  api.answers("get_order", { ...waiting, payment_method: "paypal" });
  payments({ type: "redirect", value: "https://paypal.example/agree" });
  api.answers("confirm_payment", { status: "requires_action" } as never);
  open(back);

  const link = await screen.findByRole("link", { name: "On to PayPal" });

  expect(link.getAttribute("href")).toBe("https://paypal.example/agree");
});

test("a buyer who cancelled is told so, confirms nothing and pays in another way", async () => {
  api.answers("get_order", waiting);
  open(`${back}&cancelled=1`);
  await screen.findByRole("heading", { name: "You stopped the payment" });
  await userEvent.click(await screen.findByRole("radio", { name: "Test card that pays" }));
  api.answers("pay_again", order(), 202);
  api.answers("get_order", order({ status: "paid" }));

  await press("Pay £23.99");

  expect(await screen.findByRole("heading", { name: "Thank you" })).toBeDefined();
  expect(confirmations()).toEqual([]);
});

test("the way back of an earlier payment says nothing of the one that waits now", async () => {
  api.answers("get_order", waiting);
  payments({ type: "code", value: null });
  open("?payment=01936e2c-7b00-7000-8000-0000000000dd");

  await screen.findByLabelText("Code from your bank");
  expect(confirmations()).toEqual([]);
});
