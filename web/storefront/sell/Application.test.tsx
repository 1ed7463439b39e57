import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Model } from "../../api/contract";
import { api } from "../../testing/api";
import { be, tokensOf } from "../../testing/people";
import { render } from "../../testing/render";
import { SellPage } from "./SellPage";

const shop = (status: Model<"ShopView">["status"]) => {
  const one = { id: "s-1", name: "Fold & Kiln", status, created_at: "2026-11-27T09:00:00Z", reason: null };
  api.answers("get_my_shop", one as Model<"ShopView">);
  api.answers("get_me", { id: "u-1", shop: one } as never);
};

test("an application that waits says since when", async () => {
  await be("customer");
  shop("applied");

  render(<SellPage />);

  await screen.findByText(/You applied on 27 Nov 2026/);
});

test("the way into a shop is open as soon as the account may go there", async () => {
  await be("customer");
  shop("approved");
  api.answers("refresh", tokensOf("customer"));
  render(<SellPage />);
  await screen.findByText("Your shop is approved. It opens in a moment.");
  expect(screen.queryByRole("link", { name: "Go to your shop" })).toBeNull();

  api.answers("refresh", tokensOf("seller"));

  await screen.findByRole("link", { name: "Go to your shop" });
});
