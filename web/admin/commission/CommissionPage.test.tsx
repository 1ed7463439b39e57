import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import { Confirmations } from "../../ui";
import { CommissionPage } from "./CommissionPage";
import type { Rule } from "./terms";

const SHOP = "01936e2c-7b00-7000-8000-0000000000d2";
const MUGS = "01936e2c-7b00-7000-8000-0000000000c1";
const rule: Rule = {
  id: "01936e2c-7b00-7000-8000-0000000000f1",
  seller_id: SHOP,
  seller_name: "Kiln",
  category_id: MUGS,
  rate: 1250,
  fixed: { amount: 30, currency: "GBP" },
  fixed_per: "unit",
  least: null,
  most: null,
  created_at: "2026-11-27T09:00:12Z",
  ended_at: null,
  version: 7,
};

const draw = (changes: Partial<Rule> = {}) => {
  api.answers("list_commission_rules", { items: [{ ...rule, ...changes }], next_cursor: null });
  api.answers("list_currencies", {
    items: (["EUR", "GBP"] as const).map((code) => ({ code, digits: 2, prices_include_tax: true })),
  });
  api.answers("list_categories", {
    items: [
      {
        id: MUGS,
        name: "Mugs",
        slug: "mugs",
        path: "/mugs",
        has_products: true,
        tax_class: null,
        taxed_as: "standard",
        position: 1,
        version: 1,
        children: [],
      },
    ],
  });
  return render(
    <>
      <CommissionPage />
      <Confirmations />
    </>,
    { at: "/admin/commission" },
  );
};
const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const write = async (within_: HTMLElement, name: string, words: string) => {
  const field = within(within_).getByRole("textbox", { name });
  await userEvent.clear(field);
  await userEvent.click(field);
  await userEvent.paste(words);
};

test("a new rule is made of what it says", async () => {
  draw();
  await press("New rule");
  const drawer = await screen.findByRole("dialog");
  await within(drawer).findByRole("option", { name: "GBP" });
  await write(drawer, "Shop", `https://souk.example/admin/shops/${SHOP}`);
  await userEvent.selectOptions(within(drawer).getByRole("combobox", { name: "Category" }), "Mugs");
  await write(drawer, "Percentage", "12.5");
  await userEvent.selectOptions(within(drawer).getByRole("combobox", { name: "Currency of the amounts" }), "GBP");
  await write(drawer, "At least, of a line", "0.5");
  api.answers("create_commission_rule", rule, 201);
  await press("Save");

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(api.asked("create_commission_rule").map(({ body }) => body)).toEqual([
    {
      seller_id: SHOP,
      category_id: MUGS,
      rate: 1250,
      fixed: null,
      fixed_per: "line",
      least: { amount: 50, currency: "GBP" },
      most: null,
    },
  ]);
});

test("a change keeps what was not touched, and names the version that was read", async () => {
  draw();
  await press("Change the rule of Kiln, Mugs");
  const drawer = await screen.findByRole("dialog");
  await within(drawer).findByRole("option", { name: "GBP" });
  api.answers("change_commission_rule", rule);
  await press("Save");

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const { rate, fixed, fixed_per, least, most, version } = rule;
  expect(api.asked("change_commission_rule").map(({ body }) => body)).toEqual([
    { rate, fixed, fixed_per, least, most, version },
  ]);
});

test.each(["100.5", "ten", "-1"])("%s is no percentage", async (written) => {
  draw();
  await press("New rule");
  await write(await screen.findByRole("dialog"), "Percentage", written);
  await press("Save");

  await screen.findByText("Write a percentage from 0 to 100.");
  expect(api.asked("create_commission_rule")).toHaveLength(0);
});

test("a rule ends when that is confirmed, and one that is over neither ends nor changes", async () => {
  const page = draw();
  await press("End the rule of Kiln, Mugs");
  expect(api.asked("end_commission_rule")).toHaveLength(0);
  api.answers("end_commission_rule", { ...rule, ended_at: "2026-11-28T09:00:12Z" });
  const question = await screen.findByRole("dialog", { name: "End this rule?" });
  await userEvent.click(within(question).getByRole("button", { name: "End it" }));
  await waitFor(() => expect(api.asked("end_commission_rule")).toHaveLength(1));
  page.unmount();

  draw({ ended_at: "2026-11-28T09:00:12Z" });
  await screen.findByText("Over");
  expect(screen.queryByRole("button", { name: "End the rule of Kiln, Mugs" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Change the rule of Kiln, Mugs" })).toBeNull();
});

test("an example shows what would be kept of it", async () => {
  draw();
  await screen.findAllByRole("option", { name: "EUR" });
  api.answers("preview_commission", {
    rule_id: null,
    sold: { amount: 10_000, currency: "EUR" },
    commission: { amount: 1000, currency: "EUR" },
    commission_tax: { amount: 190, currency: "EUR" },
    commission_tax_rate: 1900,
    left: { amount: 8810, currency: "EUR" },
  });
  await press("Work it out");

  await screen.findByText("€88.10");
  expect(api.asked("preview_commission").map(({ body }) => body)).toEqual([
    { seller_id: null, category_id: null, price: { amount: 10_000, currency: "EUR" }, quantity: 1 },
  ]);
});
