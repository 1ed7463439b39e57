import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import { Categories } from "./Categories";

test("a category in which there is nothing to buy takes no place among those that have something", async () => {
  const category = (id: string, name: string, has_products: boolean) => ({
    ...{ id, name, slug: id, path: id, position: 0, version: 1, has_products, children: [] },
  });
  api.answers("list_categories", { items: [category("attic", "Attic", false), category("bags", "Bags", true)] });
  render(<Categories />);

  await screen.findByRole("link", { name: "Bags" });

  expect(screen.getAllByRole("link").map(({ textContent }) => textContent)).toEqual(["Shops", "Bags"]);
});
