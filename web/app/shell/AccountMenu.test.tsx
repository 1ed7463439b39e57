import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { api } from "../../testing/api";
import { be } from "../../testing/people";
import { render } from "../../testing/render";
import { AccountMenu } from "./AccountMenu";

test("a sign-out that the shop did not hear says that one is still signed in, and is tried again", async () => {
  await be("customer");
  const close = vi.fn();
  render(<AccountMenu anchor={document.body} open onClose={close} />);
  api.replies("logout", () => Promise.reject(new TypeError("Failed to fetch")));

  await userEvent.click(screen.getByRole("menuitem", { name: "Sign out" }));
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("You are still signed in.");
  expect(close).not.toHaveBeenCalled();
  api.replies("logout", () => new Response(null, { status: 204 }));
  await userEvent.click(screen.getByRole("menuitem", { name: /Sign out/ }));

  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(screen.getByRole("menuitem", { name: "Sign in" })).toBeDefined();
});
