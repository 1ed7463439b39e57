import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import type { Level } from "../queries";
import { OnHand } from "./OnHand";

const level: Level = {
  variant_id: "v-1",
  warehouse: { id: "w-1", name: "Workshop" },
  sku: "MUG-BLUE",
  title: "Blue mug",
  on_hand: 12,
  reserved: 3,
  available: 9,
  threshold: 5,
  low: false,
};
const field = () => screen.getByRole("textbox", { name: "On hand of MUG-BLUE in Workshop" });

test("what was counted is saved where it stands, and nothing is said of its threshold", async () => {
  api.answers("set_stock", { ...level, on_hand: 20 });
  render(<OnHand level={level} />);

  await userEvent.clear(field());
  await userEvent.type(field(), "20{Enter}");

  const [asked] = api.asked("set_stock");
  expect(asked?.body).toEqual({ on_hand: 20, warehouse_id: "w-1" });
});

test("a count below what orders hold is refused at its field, and what was written stays", async () => {
  api.refuses("set_stock", 409, { code: "below_reserved" });
  render(<OnHand level={level} />);

  await userEvent.clear(field());
  await userEvent.type(field(), "2{Enter}");

  expect(await screen.findByRole("alert")).toHaveProperty(
    "textContent",
    "Orders hold 3: it cannot be less. The stock is as it was.",
  );
  expect(field()).toHaveProperty("value", "2");
});

test.each(["", "many", "-1", "1.5", "1000001"])("a count of %o is refused before it is sent", async (written) => {
  render(<OnHand level={level} />);

  await userEvent.clear(field());
  if (written) await userEvent.type(field(), written);
  await userEvent.type(field(), "{Enter}");

  expect((await screen.findByRole("alert")).textContent).toContain("Write a whole number up to 1,000,000.");
  expect(api.asked("set_stock")).toEqual([]);
});

test("Escape takes back what was written", async () => {
  render(<OnHand level={level} />);

  await userEvent.type(field(), "7{Escape}");

  expect(field()).toHaveProperty("value", "12");
});
