import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { api } from "../../testing/api";
import { category } from "../../testing/categories";
import { render } from "../../testing/render";
import { Categories } from "./Categories";

test("a category in which there is nothing to buy takes no place among those that have something", async () => {
  const attic = { ...category("Attic"), has_products: false };
  api.answers("list_categories", { items: [attic, category("Bags")] });
  render(<Categories />);

  await screen.findByRole("link", { name: "Bags" });

  expect(screen.getAllByRole("link").map(({ textContent }) => textContent)).toEqual(["Shops", "Bags"]);
});
