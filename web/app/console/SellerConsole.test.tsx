import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Role } from "../../api/session";
import { api } from "../../testing/api";
import { be } from "../../testing/people";
import { render } from "../../testing/render";
import { SellerConsole } from "./SellerConsole";

test.each<[Role | null, string, string, string]>([
  ["admin", "This is for those who have a shop.", "To the shop", "/"],
  ["customer", "You have no shop yet.", "Open a shop", "/sell"],
  [null, "Sign in to go on. Nothing here is lost.", "Sign in", "/sign-in?back=%2Fseller"],
])("a %s reads: %s", async (role, words, way, to) => {
  await be(role);
  render(<SellerConsole />, { at: "/seller" });

  await screen.findByText(words);
  expect(screen.getByRole("link", { name: way }).getAttribute("href")).toBe(to);
  expect(api.requests).toEqual([]);
});
