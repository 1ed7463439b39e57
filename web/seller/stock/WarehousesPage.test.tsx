import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import { type Warehouse, WarehousesPage } from "./WarehousesPage";

const cellar: Warehouse = { id: "w-1", name: "Cellar", country: "GB", priority: 0, version: 3 };
const list = (...items: Warehouse[]) => ({ items, next_cursor: null });

test("a warehouse that was changed meanwhile is not written over, however often it is saved", async () => {
  api.answers("list_warehouses", list(cellar));
  render(<WarehousesPage />);
  await userEvent.click(await screen.findByRole("button", { name: "Change Cellar" }));
  const drawer = within(await screen.findByRole("dialog"));
  await userEvent.type(drawer.getByRole("textbox", { name: "Name" }), " two");
  api.refuses("change_warehouse", 409, { code: "version_conflict", version: 4 });
  api.answers("list_warehouses", list({ ...cellar, name: "Attic", version: 4 }));
  await userEvent.click(drawer.getByRole("button", { name: "Save" }));
  await drawer.findByText("Somebody changed this meanwhile. Look at it again before you save.");
  await screen.findByRole("button", { name: "Change Attic", hidden: true });

  await userEvent.click(drawer.getByRole("button", { name: "Save" }));

  await waitFor(() => expect(api.asked("change_warehouse")).toHaveLength(2));
  expect(api.asked("change_warehouse").map(({ body }) => (body as { version: number }).version)).toEqual([3, 3]);
  await userEvent.keyboard("{Escape}");
  await userEvent.click(await screen.findByRole("button", { name: "Change Attic" }));
  expect(await screen.findByRole("textbox", { name: "Name" })).toHaveProperty("value", "Attic");
});
