import { screen } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { expect, test } from "vitest";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import { ShopPage } from "./ShopPage";

test("a shop that cannot be read now is a page with a heading, and what it sells still stands there", async () => {
  api.refuses("get_seller", 400);
  api.answers("list_products", { items: [], next_cursor: null });
  render(
    <Routes>
      <Route path="/shops/:slug/:id" element={<ShopPage />} />
    </Routes>,
    { at: "/shops/kiln/s" },
  );

  expect(await screen.findByRole("heading", { level: 1, name: "Shop" })).toBeDefined();
  expect(document.title).toBe("Shop · Souk");
  expect(await screen.findByText("This shop has nothing on its shelves at the moment.")).toBeDefined();
});
