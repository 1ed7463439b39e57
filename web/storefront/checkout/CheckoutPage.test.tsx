import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { Answer } from "../../api/contract";
import { signIn } from "../../api/session";
import { api } from "../../testing/api";
import { order } from "../../testing/orders";
import { tokensOf } from "../../testing/people";
import { render } from "../../testing/render";
import { card, stripeOfATest } from "../../testing/stripe";
import { CheckoutPage } from "./CheckoutPage";

const GBP = (amount: number) => ({ amount, currency: "GBP" as const });
const shop = "01936e2c-7b00-7000-8000-00000000000a";
const variant = "01936e2c-7b00-7000-8000-000000000001";
const order_id = "01936e2c-7b00-7000-8000-0000000000ff";

const line: Answer<"get_cart">["lines"][number] = {
  id: variant,
  variant_id: variant,
  product_id: "01936e2c-7b00-7000-8000-000000000002",
  seller_id: shop,
  seller_name: "Fold & Kiln",
  sku: "MUG",
  title: "Mug",
  slug: "mug",
  options: {},
  image_url: null,
  quantity: 2,
  unit_price: GBP(1000),
  previous_price: null,
  total: GBP(2000),
  available: 9,
  note: null,
};

const cart = (changes: Partial<typeof line> = {}): Answer<"get_cart"> => ({
  version: 1,
  currency: "GBP",
  coupon: null,
  quantity: 2,
  total: GBP(2000),
  lines: [{ ...line, ...changes }],
  sellers: [{ seller_id: shop, seller_name: "Fold & Kiln", quantity: 2, total: GBP(2000) }],
});

const ways: Answer<"quote_cart">["sellers"][number]["shipping_options"] = [
  { option: "standard", name: "Standard delivery", price: GBP(399), days: { least: 2, most: 5 } },
  { option: "express", name: "Express delivery", price: GBP(899), days: { least: 1, most: 2 } },
];

const quote: Answer<"quote_cart"> = {
  items_total: GBP(2000),
  shipping_total: GBP(399),
  discount_total: GBP(0),
  promotions: [],
  tax_total: GBP(400),
  total: GBP(2399),
  prices_include_tax: true,
  taxes: [{ rate: 2000, net: GBP(1999), tax: GBP(400) }],
  coupon: null,
  credit: [],
  to_pay: GBP(2399),
  sellers: [
    {
      seller_id: shop,
      seller_name: "Fold & Kiln",
      shipping_option: "standard",
      shipping_name: "Standard delivery",
      shipping_options: ways,
      prices_include_tax: true,
      taxes: [{ rate: 2000, net: GBP(1999), tax: GBP(400) }],
      items_total: GBP(2000),
      shipping_total: GBP(399),
      discount_total: GBP(0),
      promotions: [],
      tax_total: GBP(400),
      total: GBP(2399),
      lines: [],
    },
  ],
};

const home: Answer<"list_addresses">["items"][number] = {
  id: "01936e2c-7b00-7000-8000-0000000000aa",
  name: "Ada Buyer",
  line1: "1 Market Street",
  line2: null,
  city: "London",
  region: null,
  postal_code: "E1 6AN",
  country: "GB",
  phone: null,
  default_shipping: true,
  default_billing: true,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
};

const methods: Answer<"list_offered_methods"> = {
  items: [
    { method: "sandbox_visa", title: "Test card that pays", provider: "sandbox", can_be_kept: false, fields: null },
  ],
};

beforeEach(async () => {
  // Each test is somebody else, whose orders are no other's.
  api.answers("login", tokensOf("customer", crypto.randomUUID()));
  await signIn({ email: "ada@example.com", password: "a-long-password" });
  api.answers("get_me", { email: "ada@example.com" } as Answer<"get_me">);
  api.answers("list_addresses", { items: [home], next_cursor: null });
  api.answers("get_cart", cart());
  api.answers("quote_cart", quote);
  api.answers("list_countries", {
    items: [
      {
        code: "GB",
        name: "United Kingdom",
        delivered_to: true,
        postal_code: "required",
        postal_code_pattern: null,
        region: null,
        region_required: false,
        address_lines: [["name"], ["line1"], ["line2"], ["city"], ["postal_code"]],
      },
    ],
  });
  api.answers("list_offered_methods", methods);
});

const placed = {
  id: order_id,
  status: "pending",
  payment_failure: null,
  shipping_address: { country: "GB" },
} as Answer<"place_order">;
const silence = () => Promise.reject(new TypeError("Failed to fetch"));
const keys = () => api.asked("place_order").map(({ headers }) => headers.get("Idempotency-Key"));
const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole("button", { name }));

async function openThePayment() {
  const drawn = render(<CheckoutPage />, { at: "/checkout" });
  await press("On to delivery");
  await press("On to payment");
  await screen.findByRole("button", { name: /Order and pay £23.99/ });
  return drawn;
}

async function comeToThePayment() {
  const drawn = await openThePayment();
  await userEvent.click(await screen.findByRole("radio", { name: "Test card that pays" }));
  return drawn;
}

test("what was chosen is ordered, and the page goes on to the order", async () => {
  api.answers("place_order", placed, 201);
  const { address } = await comeToThePayment();

  await press(/Order and pay/);

  await waitFor(() => expect(address()).toBe(`/checkout/${order_id}`));
  const { name, line1, line2, city, region, country, postal_code, phone } = home;
  expect(api.asked("place_order").map(({ body }) => body)).toEqual([
    {
      shipping_address: { name, line1, line2, city, region, country, postal_code, phone },
      shipping_option: { [shop]: "standard" },
      payment_method: "sandbox_visa",
      expected_total: GBP(2399),
      expected_to_pay: GBP(2399),
    },
  ]);
});

test("the button pressed five times sends one order", async () => {
  let answer = (_: Response) => {};
  api.replies("place_order", () => new Promise((settle) => (answer = settle)));
  const { address } = await comeToThePayment();
  const button = screen.getByRole("button", { name: /Order and pay/ });

  for (let press = 0; press < 5; press++) button.click();
  await waitFor(() => expect(keys()).toHaveLength(1));
  answer(Response.json(placed, { status: 201 }));

  await waitFor(() => expect(address()).toBe(`/checkout/${order_id}`));
  expect(keys()).toHaveLength(1);
});

test.each([
  ["a network that was cut", silence],
  ["a shop that broke", () => Response.json({ code: "unavailable" }, { status: 503 })],
  ["an order still at work", () => Response.json({ code: "request_in_progress" }, { status: 409 })],
])("after %s the same order is asked for under the same key", async (_, reply) => {
  api.replies("place_order", reply);
  const { address } = await comeToThePayment();
  await press(/Order and pay/);

  await screen.findByText("We do not know yet whether your order was placed");
  expect(screen.queryByRole("button", { name: /Order and pay/ })).toBeNull();
  api.answers("place_order", placed, 201);
  await press("Ask again");

  await waitFor(() => expect(address()).toBe(`/checkout/${order_id}`));
  const [first, second] = api.asked("place_order");
  expect(new Set(keys()).size).toBe(1);
  expect(second?.body).toEqual(first?.body);
});

test("a page that is opened again before the answer came asks under the key that went out", async () => {
  api.replies("place_order", silence);
  const { unmount } = await comeToThePayment();
  await press(/Order and pay/);
  await screen.findByText("We do not know yet whether your order was placed");

  unmount();
  api.answers("get_cart", { ...cart(), lines: [], sellers: [], quantity: 0, total: null });
  api.answers("place_order", placed, 201);
  const { address } = render(<CheckoutPage />, { at: "/checkout" });
  await press("Ask again");

  await waitFor(() => expect(address()).toBe(`/checkout/${order_id}`));
  expect(new Set(keys()).size).toBe(1);
});

test("who is turned away for asking too often has ordered nothing, and orders anew", async () => {
  api.refuses("place_order", 429, { code: "rate_limited" });
  await comeToThePayment();
  await press(/Order and pay/);

  await screen.findByText("Nothing was ordered and nothing was charged.");
  api.answers("place_order", placed, 201);
  await press(/Order and pay/);

  await waitFor(() => expect(keys()).toHaveLength(2));
  expect(new Set(keys()).size).toBe(2);
});

test("being turned away says nothing of an order that went out before", async () => {
  api.replies("place_order", silence);
  await comeToThePayment();
  await press(/Order and pay/);
  api.refuses("place_order", 429, { code: "rate_limited" });
  await press("Ask again");

  await waitFor(() => expect(keys()).toHaveLength(2));
  expect(await screen.findByText("We do not know yet whether your order was placed")).toBeDefined();
  expect(new Set(keys()).size).toBe(1);
});

test("a refused field is said at its field, in its step", async () => {
  api.refuses("place_order", 422, {
    code: "validation_failed",
    errors: [{ field: "payment_method", message: "is not offered" }],
  });
  await comeToThePayment();

  await press(/Order and pay/);

  expect(await screen.findByText("is not offered")).toBeDefined();
  expect(screen.getByText("Nothing was ordered and nothing was charged.")).toBeDefined();
});

test("without a way to pay nothing is asked for, and the page says so at the field", async () => {
  await openThePayment();
  await screen.findByRole("radio", { name: "Test card that pays" });

  await press(/Order and pay/);

  await screen.findByRole("group", { name: "How you pay", description: "Choose how to pay." });
  expect(keys()).toEqual([]);
});

test.each([
  [400, true],
  [0, false],
])("of %i pence of VAT is spoken: %s", async (amount, spoken) => {
  api.answers("quote_cart", { ...quote, tax_total: GBP(amount) });
  await openThePayment();

  expect(screen.queryByText("VAT included") !== null).toBe(spoken);
});

test("before the ways to pay are there, nothing is asked for", async () => {
  let answer = (_: Response) => {};
  api.replies("list_offered_methods", () => new Promise((settle) => (answer = settle)));
  await openThePayment();

  await press(/Order and pay/);
  answer(Response.json(methods));

  expect(await screen.findByText("Choose how to pay.")).toBeDefined();
  expect(keys()).toEqual([]);
});

test("a price that moved names the line, and the new total is shown before anything is ordered", async () => {
  api.refuses("place_order", 409, {
    code: "price_changed",
    errors: [{ field: `items.${variant}`, message: "was 1000, is now 1200" }],
  });
  await comeToThePayment();
  api.answers("get_cart", cart({ unit_price: GBP(1200), previous_price: GBP(1000), total: GBP(2400) }));
  api.answers("quote_cart", { ...quote, total: GBP(2799), to_pay: GBP(2799) });

  await press(/Order and pay/);

  expect(await screen.findByText("Mug costs £12.00 now, not £10.00.")).toBeDefined();
  expect(await screen.findByRole("button", { name: /Order and pay £27.99/ })).toBeDefined();
  expect(keys()).toHaveLength(1);
});

test("what is left of a line that ran short is taken with one press", async () => {
  api.refuses("place_order", 409, {
    code: "out_of_stock",
    errors: [{ field: `items.${variant}`, message: "1 available" }],
    lines: [{ variant_id: variant, requested: 2, available: 1 }],
  });
  await comeToThePayment();
  api.answers("get_cart", cart({ available: 1, note: "low_stock" }));
  await press(/Order and pay/);
  await screen.findByText("Of Mug only 1 is left; you want 2.");

  api.answers("change_item", {} as Answer<"change_item">);
  api.answers("get_cart", cart({ available: 1, quantity: 1, total: GBP(1000) }));
  await press("Take 1");

  await waitFor(() => expect(screen.queryByText(/only 1 is left/)).toBeNull());
  expect(api.asked("change_item").map(({ body }) => body)).toEqual([{ quantity: 1 }]);
});

const empty = { ...cart(), lines: [], sellers: [], quantity: 0, total: null };

test("with nothing in the cart nothing can be ordered, and who never ordered is told of no orders", async () => {
  api.answers("get_cart", empty);
  api.answers("list_orders", { items: [], next_cursor: null });
  render(<CheckoutPage />, { at: "/checkout" });

  await screen.findByText("Your cart is empty.");
  await waitFor(() => expect(api.asked("list_orders")).toHaveLength(1));
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.queryByRole("link", { name: "your orders" })).toBeNull();
});

test("who ordered before finds the way to it from an empty cart", async () => {
  api.answers("get_cart", empty);
  api.answers("list_orders", { items: [{ ...order(), line_count: 1, lines: [] }], next_cursor: null });
  render(<CheckoutPage />, { at: "/checkout" });

  expect((await screen.findByRole("link", { name: "your orders" })).getAttribute("href")).toBe("/orders");
});

test("what was written is there again after a reload", async () => {
  const { unmount } = render(<CheckoutPage />, { at: "/checkout" });
  await press("On to delivery");
  await userEvent.type(await screen.findByLabelText(/A note for the shops/), "Ring twice");

  unmount();
  render(<CheckoutPage />, { at: "/checkout" });
  await press("On to delivery");

  expect(await screen.findByLabelText(/A note for the shops/)).toHaveProperty("value", "Ring twice");
});

const bike = "01936e2c-7b00-7000-8000-0000000000f1";
const van = "01936e2c-7b00-7000-8000-0000000000f2";
const other = "01936e2c-7b00-7000-8000-00000000000b";

test("each shop is sent from in the way that was chosen of its own", async () => {
  const [first] = quote.sellers as [Answer<"quote_cart">["sellers"][number]];
  const own = {
    ...first,
    seller_id: other,
    seller_name: "Print Room",
    shipping_option: bike,
    shipping_name: "By cargo bike",
    shipping_options: [
      { option: bike, name: "By cargo bike", price: GBP(100), days: { least: 1, most: 2 } },
      { option: van, name: "By van", price: GBP(300), days: { least: 1, most: 1 } },
    ],
  };
  const group = { seller_id: other, seller_name: "Print Room", quantity: 1, total: GBP(500) };
  api.answers("get_cart", { ...cart(), sellers: [...cart().sellers, group] });
  api.answers("quote_cart", { ...quote, sellers: [first, own] });
  render(<CheckoutPage />, { at: "/checkout" });
  await press("On to delivery");
  const theirs = within(await screen.findByRole("group", { name: "From Print Room" }));
  expect(theirs.getByRole("radio", { name: /By cargo bike.*£1.00/ })).toHaveProperty("checked", true);

  await userEvent.click(theirs.getByRole("radio", { name: /By van.*£3.00/ }));

  const chosen = { [shop]: "standard", [other]: van };
  await waitFor(() => expect(api.asked("quote_cart").at(-1)?.body).toMatchObject({ shipping_option: chosen }));
  expect(theirs.getByRole("radio", { name: /By van/ })).toHaveProperty("checked", true);
});

test("a total that moved is said before anything is ordered, and what is ordered next is at the new one", async () => {
  const figures = { was: 2399, now: 2599 };
  const error = { field: "expected_total", message: "was 2399, is now 2599", code: "price_moved", figures };
  api.refuses("place_order", 409, { code: "price_changed", errors: [error] });
  await comeToThePayment();
  api.answers("quote_cart", { ...quote, total: GBP(2599), to_pay: GBP(2599) });

  await press(/Order and pay £23.99/);

  expect(await screen.findByText(/The total is £25.99 now, not £23.99./)).toBeDefined();
  await screen.findByRole("button", { name: "Order and pay £25.99" });
  api.answers("place_order", placed, 201);
  await press("Order and pay £25.99");
  await waitFor(() => expect(keys()).toHaveLength(2));
  expect(api.asked("place_order").map(({ body }) => (body as { expected_total: unknown }).expected_total)).toEqual([
    GBP(2399),
    GBP(2599),
  ]);
});

test("VAT that comes on top is a part of the sum, and each rate has its line", async () => {
  api.answers("quote_cart", { ...quote, prices_include_tax: false });
  await openThePayment();

  expect(screen.queryByText("VAT included")).toBeNull();
  expect(screen.getByRole("row", { name: "20% £19.99 £4.00" })).toBeDefined();
});

test("what a promotion takes off stands beside its title", async () => {
  const promotion = { id: bike, seller_id: null, title: "Autumn sale", code: null, discount: GBP(500) };
  api.answers("quote_cart", { ...quote, discount_total: GBP(500), promotions: [promotion] });
  await openThePayment();

  expect(screen.getByText("Autumn sale").closest("div")?.textContent).toBe("Autumn sale-£5.00");
});

test("a coupon is used from within the checkout, and nothing is ordered by it", async () => {
  await openThePayment();
  api.answers("apply_coupon", { code: "SUMMER10", title: "Summer" });
  api.answers("get_cart", { ...cart(), coupon: "SUMMER10" });
  api.answers("quote_cart", { ...quote, coupon: { code: "SUMMER10", title: "Summer", problem: null } });

  await userEvent.type(screen.getByLabelText("Coupon code"), "summer10{Enter}");

  await screen.findByRole("button", { name: "Take the coupon off" });
  expect(api.asked("apply_coupon").map(({ body }) => body)).toEqual([{ code: "summer10" }]);
  expect(api.asked("quote_cart").length).toBeGreaterThan(1);
  expect(keys()).toEqual([]);
});

test("a card is typed into its provider's fields, and its token goes with the order", async () => {
  const stripe = stripeOfATest();
  api.answers("list_offered_methods", { items: [...methods.items, card] });
  await openThePayment();
  expect(stripe.drawn()).toBe(0);
  await userEvent.click(await screen.findByRole("radio", { name: "Card" }));
  await waitFor(() => expect(stripe.drawn()).toBe(1));
  api.answers("place_order", placed, 201);

  await press(/Order and pay £23.99/);

  await waitFor(() => expect(api.asked("place_order").map(({ body }) => body)).toHaveLength(1));
  expect(api.asked("place_order")[0]?.body).toMatchObject({
    payment_method: "stripe_card",
    payment_token: "ctoken_1",
  });
  expect(stripe.keys).toEqual(["pk_test_souk"]);
  expect(stripe.options).toMatchObject({ amount: 2399, currency: "gbp", allowedPaymentMethodTypes: ["card"] });
});

test("what a card lacks is said at its fields, nothing is ordered, and another method takes no token along", async () => {
  const stripe = stripeOfATest();
  stripe.unfit = "Your card number is incomplete.";
  api.answers("list_offered_methods", { items: [...methods.items, card] });
  await openThePayment();
  await userEvent.click(await screen.findByRole("radio", { name: "Card" }));
  await waitFor(() => expect(stripe.drawn()).toBe(1));

  await press(/Order and pay £23.99/);

  expect((await screen.findByRole("alert")).textContent).toBe(stripe.unfit);
  expect(api.asked("place_order")).toEqual([]);
  await userEvent.click(screen.getByRole("radio", { name: "Test card that pays" }));
  expect(stripe.drawn()).toBe(0);
  api.answers("place_order", placed, 201);
  await press(/Order and pay £23.99/);
  await waitFor(() => expect(api.asked("place_order")).toHaveLength(1));
  expect(api.asked("place_order")[0]?.body).not.toHaveProperty("payment_token");
});

test("an order that costs nothing is asked for no card", async () => {
  const stripe = stripeOfATest();
  api.answers("list_offered_methods", { items: [card] });
  api.answers("quote_cart", { ...quote, total: GBP(0), to_pay: GBP(0) });
  render(<CheckoutPage />, { at: "/checkout" });
  await press("On to delivery");
  await press("On to payment");
  api.answers("place_order", placed, 201);

  await press(/Order and pay £0.00/);

  await waitFor(() => expect(api.asked("place_order")).toHaveLength(1));
  expect([stripe.drawn(), stripe.keys]).toEqual([0, []]);
});

test("fields that did not arrive are fetched anew by a press", async () => {
  const added = vi.spyOn(document.head, "append").mockImplementation(() => undefined);
  api.answers("list_offered_methods", { items: [card] });
  await openThePayment();
  await userEvent.click(await screen.findByRole("radio", { name: "Card" }));
  await waitFor(() => expect(added).toHaveBeenCalledOnce());
  const script = added.mock.calls[0]?.[0] as HTMLScriptElement;
  expect(script.src).toBe(card.fields.script);
  script.dispatchEvent(new Event("error"));
  const again = await screen.findByRole("button", { name: "Try again" });
  await press(/Order and pay £23.99/);
  expect(await screen.findByText("The fields for your card are not there yet.")).toBeDefined();
  const stripe = stripeOfATest();

  await userEvent.click(again);

  await waitFor(() => expect(stripe.drawn()).toBe(1));
  expect(api.asked("place_order")).toEqual([]);
});

test("a gift card is checked, used, and leaves the rest to be paid", async () => {
  api.answers("check_gift_card", { balance: GBP(500), expires_at: null });
  api.answers("get_store_credit", { items: [{ balance: GBP(300) }] });
  await openThePayment();
  const credit = [{ kind: "gift_card" as const, hint: "DEFG", balance: GBP(500), amount: GBP(500) }];
  api.answers("quote_cart", { ...quote, credit, to_pay: GBP(1899) });
  api.answers("place_order", placed, 201);

  await userEvent.type(screen.getByLabelText("Code of a gift card"), "7K3M-9Q2X-4T6H-0ABC-DEFG{Enter}");
  await screen.findByRole("button", { name: "Take gift card DEFG off" });
  await userEvent.click(await screen.findByRole("checkbox", { name: "Use my store credit of £3.00" }));
  await userEvent.click(await screen.findByRole("radio", { name: "Test card that pays" }));
  await press("Order and pay £18.99");

  await waitFor(() => expect(keys()).toHaveLength(1));
  expect(api.asked("place_order")[0]?.body).toMatchObject({
    gift_cards: ["7K3M-9Q2X-4T6H-0ABC-DEFG"],
    store_credit: true,
    payment_method: "sandbox_visa",
    expected_to_pay: GBP(1899),
  });
});

test("a code that is worth nothing is told at its field, and the order stays as it was", async () => {
  api.refuses("check_gift_card", 404, { code: "gift_card_not_found" });
  await openThePayment();

  await userEvent.type(screen.getByLabelText("Code of a gift card"), "wrong{Enter}");

  expect(await screen.findByText("There is no gift card with this code, or nothing is left on it.")).toBeDefined();
  expect(api.asked("quote_cart").some(({ body }) => "gift_cards" in (body as object))).toBe(false);
});

test("an order that gift cards pay whole asks for no way to pay", async () => {
  api.answers("check_gift_card", { balance: GBP(5000), expires_at: null });
  await openThePayment();
  const credit = [{ kind: "gift_card" as const, hint: "DEFG", balance: GBP(5000), amount: GBP(2399) }];
  api.answers("quote_cart", { ...quote, credit, to_pay: GBP(0) });
  api.answers("place_order", placed, 201);

  await userEvent.type(screen.getByLabelText("Code of a gift card"), "7K3M-9Q2X-4T6H-0ABC-DEFG{Enter}");
  await screen.findByText("Nothing remains to be paid.");
  await press(/Order and pay £0.00/);

  await waitFor(() => expect(keys()).toHaveLength(1));
  expect(api.asked("place_order")[0]?.body).not.toHaveProperty("payment_method");
});
