import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import type { Answer } from "../../api/contract";
import { api } from "../../testing/api";
import { be, tokensOf } from "../../testing/people";
import { render } from "../../testing/render";
import { applied as shop } from "../../testing/shops";
import { SellPage } from "./SellPage";

beforeEach(async () => {
  await be("customer");
  const { id, name, slug, status } = shop;
  api.answers("get_me", { shop: { id, name, slug, status } } as Answer<"get_me">);
  api.answers("list_countries", { items: [] });
});

test("a refused applicant reads why, and applies again", async () => {
  api.answers("get_my_shop", { ...shop, status: "refused", reason: "No such street." });
  render(<SellPage />);

  await screen.findByText("Your application was refused: No such street.");
  await screen.findByRole("textbox", { name: "Name of the shop" });
});

test("the way to an approved shop opens when the account is a seller's, however long that takes", async () => {
  api.answers("get_my_shop", shop);
  api.answers("refresh", tokensOf("customer"));
  render(<SellPage />);
  const lookAgain = await screen.findByRole("button", { name: "Look again" });
  api.answers("get_my_shop", { ...shop, status: "approved" });
  await userEvent.click(lookAgain);
  await waitFor(() => expect(api.asked("refresh")).toHaveLength(1));
  expect(screen.queryByRole("link", { name: "Go to your shop" })).toBeNull();

  api.answers("refresh", tokensOf("seller"));

  await screen.findByRole("link", { name: "Go to your shop" });
});

test("whoever has no shop applies for one, and a shop is asked for that there is", async () => {
  api.answers("get_me", { shop: null } as Answer<"get_me">);
  render(<SellPage />);

  await screen.findByRole("textbox", { name: "Name of the shop" });
  expect(api.asked("get_my_shop")).toEqual([]);
});
