import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { api } from "../../testing/api";
import { category } from "../../testing/categories";
import { render } from "../../testing/render";
import { Confirmations } from "../../ui";
import { CategoriesPage } from "./CategoriesPage";

const [mugs, bowls] = [category("Mugs"), category("Bowls")];
const tree = { items: [category("Kitchen", mugs, bowls), category("Garden")] };

beforeEach(() => {
  api.answers("inspect_categories", tree);
  render(
    <>
      <CategoriesPage />
      <Confirmations />
    </>,
  );
});

const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const choose = async (name: string) => userEvent.click(await screen.findByRole("menuitem", { name }));

test("a category takes a step by its menu; that is announced, and the focus stays with it", async () => {
  await press("Move Bowls");
  api.answers("place_category", { ...bowls, position: 0, version: 4 });
  api.answers("inspect_categories", { items: [category("Kitchen", bowls, mugs), category("Garden")] });
  await choose("Up, before Mugs");

  await screen.findByText("Bowls stands below Kitchen, 1 of 2");
  expect(api.asked("place_category").map(({ body }) => body)).toEqual([
    { parent_id: "kitchen", before_id: "mugs", version: 3 },
  ]);
  await waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toBe("Move Bowls"));
});

test("the steps of a category stand in the page's main part", async () => {
  await press("Move Bowls");

  const menu = await screen.findByRole("menu");
  expect(document.getElementById("main")?.contains(menu)).toBe(true);
});

test("a category is folded and unfolded, stays so, and opens for what comes into it", async () => {
  const button = async () => screen.findByRole("button", { name: "What is in Kitchen" });
  (await button()).focus();
  await userEvent.keyboard("{Enter}");
  expect((await button()).getAttribute("aria-expanded")).toBe("false");
  expect(screen.queryByText("Mugs")).toBeNull();

  api.answers("place_category", category("Garden"));
  await press("Move Garden");
  await choose("Below Kitchen");

  expect(await screen.findByText("Mugs")).toBeDefined();
  expect((await button()).getAttribute("aria-expanded")).toBe("true");
});

test("a move that is refused is said, and the tree is read again", async () => {
  await press("Move Bowls");
  api.refuses("place_category", 409, { code: "slug_taken" });
  await choose("Out of Kitchen");

  await screen.findByText("A category beside it has these words in its address already.");
  await screen.findByText("The tree is as it was.");
  await waitFor(() => expect(api.asked("inspect_categories")).toHaveLength(2));
});

test("a category is made as the last of those that it stands beside", async () => {
  await press("New category");
  const drawer = within(await screen.findByRole("dialog"));
  await userEvent.type(drawer.getByRole("textbox", { name: "Name" }), "Plates");
  await userEvent.selectOptions(drawer.getByRole("combobox", { name: "Stands below" }), "Kitchen");
  api.answers("create_category", category("Plates"), 201);
  await userEvent.click(drawer.getByRole("button", { name: "Save" }));

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(api.asked("create_category").map(({ body }) => body)).toEqual([
    { name: "Plates", slug: null, parent_id: "kitchen", position: 2 },
  ]);
});

test("a category is renamed where it stands", async () => {
  await press("Change Bowls");
  const drawer = within(await screen.findByRole("dialog"));
  const name = drawer.getByRole("textbox", { name: "Name" });
  await userEvent.clear(name);
  await userEvent.type(name, "Bowls & Plates");
  await userEvent.clear(drawer.getByRole("textbox", { name: "Words in its address" }));
  api.answers("update_category", { ...bowls, name: "Bowls & Plates", version: 4 });
  await userEvent.click(drawer.getByRole("button", { name: "Save" }));

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(api.asked("update_category").map(({ body }) => body)).toEqual([
    { name: "Bowls & Plates", slug: null, version: 3 },
  ]);
});

test("why a category is not deleted is said, and it stays", async () => {
  await press("Delete Kitchen");
  api.refuses("delete_category", 409, { code: "category_not_empty" });
  await userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Delete" }));

  await screen.findByText("There are products or other categories in it. Move them elsewhere first.");
  await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Cancel" }));
  await screen.findByText("Kitchen");
});
