import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { api } from "../../testing/api";
import { be, tokensOf } from "../../testing/people";
import { render } from "../../testing/render";
import { SignInPage } from "./SignInPage";

const ADA = { email: "ada@example.com", password: "a-long-password" };

beforeEach(() => be(null));

async function fillIn() {
  await userEvent.type(screen.getByLabelText("E-mail"), ADA.email);
  await userEvent.type(screen.getByLabelText("Password"), ADA.password);
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
}

test("who signs in goes back to where they came from", async () => {
  api.answers("login", tokensOf("customer"));
  const { address } = render(<SignInPage />, { at: "/sign-in?back=%2Forders%2F7%3Fa%3D1" });

  await fillIn();

  await waitFor(() => expect(address()).toBe("/orders/7?a=1"));
  expect(api.asked("login").map(({ body }) => body)).toEqual([ADA]);
});

test.each([
  ["admin", "", "/admin"],
  ["admin", "?back=%2F", "/admin"],
  ["admin", "?back=%2Fadmin%2Forders", "/admin/orders"],
  ["seller", "", "/seller"],
  ["seller", "?back=%2F", "/seller"],
  ["seller", "?back=%2Fcart", "/cart"],
  ["customer", "", "/account"],
  ["customer", "?back=%2F", "/"],
] as const)("who is %s comes from /sign-in%s to %s", async (role, search, to) => {
  api.answers("login", tokensOf(role));
  const { address } = render(<SignInPage />, { at: `/sign-in${search}` });

  await fillIn();

  await waitFor(() => expect(address()).toBe(to));
});

test.each(["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])(
  "nobody is sent to %s",
  async (back) => {
    api.answers("login", tokensOf("customer"));
    const { address } = render(<SignInPage />, { at: `/sign-in?back=${encodeURIComponent(back)}` });

    await fillIn();

    await waitFor(() => expect(address()).toBe("/account"));
  },
);

test("a wrong password is said once, and what was written stays", async () => {
  api.refuses("login", 401, { code: "invalid_credentials" });
  render(<SignInPage />, { at: "/sign-in" });

  await fillIn();

  expect(await screen.findByRole("alert")).toHaveProperty(
    "textContent",
    "That address and password do not belong together.",
  );
  expect(screen.getByLabelText("E-mail")).toHaveProperty("value", ADA.email);
});

test("an attempt that nothing answered is made again by the same button", async () => {
  api.replies("login", () => Promise.reject(new TypeError("Failed to fetch")));
  const { address } = render(<SignInPage />, { at: "/sign-in" });
  await fillIn();
  await screen.findByRole("alert");

  api.answers("login", tokensOf("customer"));
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));

  await waitFor(() => expect(address()).toBe("/account"));
});

test("empty fields are named, and nothing is asked", async () => {
  render(<SignInPage />, { at: "/sign-in" });

  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));

  expect(await screen.findAllByText("Fill this in.")).not.toHaveLength(0);
  expect(api.requests).toEqual([]);
});
