import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import type { Answer, Model } from "../../api/contract";
import { api } from "../../testing/api";
import { be } from "../../testing/people";
import { render } from "../../testing/render";
import { CouponField } from "./CouponField";

const cart = (coupon: string | null) => ({ coupon }) as Answer<"get_cart">;
const SUMMER = { code: "SUMMER10", title: "Ten off", problem: null };
const show = (coupon: string | null, quoted: Model<"QuotedCoupon"> | null = null) =>
  render(<CouponField cart={cart(coupon)} coupon={quoted} />);

beforeEach(() => be("customer"));

test.each([
  [{ status: 422, code: "coupon_unknown" }, "There is no coupon with this code."],
  [{ status: 409, code: "coupon_expired" }, "This coupon is no longer valid."],
  [
    { status: 409, code: "coupon_total_too_small", least_total: { amount: 5000, currency: "GBP" } },
    "Your cart does not come to what this coupon needs. It needs goods for £50.00.",
  ],
])("a coupon that is refused with %o is told why at its field", async ({ status, ...problem }, words) => {
  api.refuses("apply_coupon", status, problem);
  show(null);

  await userEvent.type(screen.getByLabelText("Coupon code"), "winter");
  await userEvent.click(screen.getByRole("button", { name: "Use the coupon" }));

  expect(await screen.findByRole("textbox", { name: "Coupon code", description: words })).toBeDefined();
});

test("an empty field asks for nothing", async () => {
  show(null);

  await userEvent.click(screen.getByRole("button", { name: "Use the coupon" }));

  await screen.findByRole("textbox", { description: "Fill this in." });
  expect(api.asked("apply_coupon")).toEqual([]);
});

test("the coupon in use is named and is taken off with a press", async () => {
  api.replies("remove_coupon", () => new Response(null, { status: 204 }));
  show("SUMMER10", SUMMER);
  expect(screen.getByText("Ten off")).toBeDefined();

  await userEvent.click(screen.getByRole("button", { name: "Take the coupon off" }));

  await waitFor(() => expect(api.asked("remove_coupon")).toHaveLength(1));
});

test.each([
  ["coupon_outdone", "Other promotions take off more, so this coupon is not needed."],
  ["coupon_not_applicable", "This coupon is for nothing in your cart."],
])("a coupon that takes nothing off says why: %s", (problem, words) => {
  show("SUMMER10", { ...SUMMER, problem });

  expect(screen.getByRole("status").textContent).toBe(words);
});
