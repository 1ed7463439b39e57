import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { api } from "../../testing/api";
import { be, tokensOf } from "../../testing/people";
import { render } from "../../testing/render";
import { RegisterPage } from "./RegisterPage";

const ADA = { first_name: "Ada", last_name: "Lovelace", email: "ada@example.com", password: "a-long-password" };
const ACCOUNT = { id: "01936e2c-7b00-7000-8000-00000000000a", email: ADA.email, role: "customer" } as const;

beforeEach(() => be(null));

async function fillIn() {
  await userEvent.type(screen.getByLabelText("First name"), ADA.first_name);
  await userEvent.type(screen.getByLabelText("Last name"), ADA.last_name);
  await userEvent.type(screen.getByLabelText("E-mail"), ADA.email);
  await userEvent.type(screen.getByLabelText("Password"), ADA.password);
  await userEvent.click(screen.getByRole("button", { name: "Open an account" }));
}

test("who opens an account is signed in and goes back", async () => {
  api.answers("register", ACCOUNT, 201);
  api.answers("login", tokensOf("customer"));
  const { address } = render(<RegisterPage />, { at: "/register?back=%2Fcart" });

  await fillIn();

  await waitFor(() => expect(address()).toBe("/cart"));
  expect(api.asked("register").map(({ body }) => body)).toEqual([ADA]);
});

test("an account that is somebody else's is told at its field", async () => {
  api.refuses("register", 409, { code: "email_taken" });
  api.refuses("login", 401, { code: "invalid_credentials" });
  const { address } = render(<RegisterPage />, { at: "/register" });

  await fillIn();

  await waitFor(() => expect(screen.getByLabelText("E-mail").getAttribute("aria-invalid")).toBe("true"));
  expect(screen.getByText("There is an account with this address already.")).toBeTruthy();
  expect(address()).toBe("/register");
});

test("an attempt that opened the account without an answer is finished by the next one", async () => {
  api.replies("register", () => Promise.reject(new TypeError("Failed to fetch")));
  const { address } = render(<RegisterPage />, { at: "/register" });
  await fillIn();
  await screen.findByRole("alert");

  api.refuses("register", 409, { code: "email_taken" });
  api.answers("login", tokensOf("customer"));
  await userEvent.click(screen.getByRole("button", { name: "Open an account" }));

  await waitFor(() => expect(address()).toBe("/account"));
});

test("a password that is too short is refused before it is sent", async () => {
  render(<RegisterPage />, { at: "/register" });

  await userEvent.type(screen.getByLabelText("Password"), "short");
  await userEvent.click(screen.getByRole("button", { name: "Open an account" }));

  expect((await screen.findAllByText("At least 10 characters.")).length).toBeGreaterThan(0);
  expect(api.requests).toEqual([]);
});

test("what the API refuses stands at its field", async () => {
  api.refuses("register", 422, { code: "invalid", errors: [{ field: "first_name", message: "must be one line" }] });
  render(<RegisterPage />, { at: "/register" });

  await fillIn();

  expect(await screen.findByText("must be one line")).toBeTruthy();
  expect(screen.getByLabelText("First name").getAttribute("aria-invalid")).toBe("true");
});
