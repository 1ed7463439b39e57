import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { idsOf, type Promotion } from "../../consoles/promotions/terms";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import { Confirmations } from "../../ui";
import { PromotionsPage } from "./PromotionsPage";

const PRODUCT = "01936e2c-7b00-7000-8000-0000000000e3";
const promotion: Promotion = {
  id: "01936e2c-7b00-7000-8000-0000000000f1",
  seller_id: null,
  title: "Summer",
  benefit: { kind: "percentage", rate: 1250 },
  products: [],
  categories: [],
  shops: [],
  least_total: null,
  starts_at: "2026-11-27T09:00:12Z",
  ends_at: null,
  total_limit: null,
  person_limit: 1,
  stackable: false,
  code: "SUMMER",
  status: "active",
  used: 3,
  version: 7,
};

const draw = (changes: Partial<Promotion> = {}) => {
  api.answers("find_promotions", { items: [{ ...promotion, ...changes }], next_cursor: null });
  api.answers("list_currencies", { items: [{ code: "GBP", digits: 2, prices_include_tax: true }] });
  return render(
    <>
      <PromotionsPage />
      <Confirmations />
    </>,
    { at: "/admin/promotions" },
  );
};
const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const write = async (name: string, words: string) => {
  await userEvent.click(await screen.findByRole("textbox", { name }));
  await userEvent.paste(words);
};

test("a new promotion is made of what its kind asks for", async () => {
  draw();
  await press("New promotion");
  await write("Title", "Five off");
  await userEvent.click(screen.getByRole("radio", { name: "An amount" }));
  expect(screen.queryByRole("textbox", { name: "Percent off" })).toBeNull();
  await screen.findByRole("option", { name: "GBP" });
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "Currency" }), "GBP");
  await write("Amount off", "5");
  await write("Products", `https://souk.example/products/mug/${PRODUCT}`);
  api.answers("create_promotion", promotion, 201);
  await press("Save");

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(api.asked("create_promotion").map(({ body }) => body)).toEqual([
    {
      title: "Five off",
      benefit: { kind: "amount", amount: { amount: 500, currency: "GBP" } },
      products: [PRODUCT],
      categories: [],
      shops: [],
      least_total: null,
      starts_at: null,
      ends_at: null,
      total_limit: null,
      person_limit: null,
      stackable: false,
      code: null,
    },
  ]);
});

test("a change keeps what was not touched, and names the version that was read", async () => {
  draw();
  await press("Change Summer");
  api.answers("change_promotion", promotion);
  await press("Save");

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const { id, seller_id, status, used, ...terms } = promotion;
  expect(api.asked("change_promotion").map(({ body }) => body)).toEqual([terms]);
});

test.each(["0", "100.5", "ten"])("%s is no percentage", async (written) => {
  draw();
  await press("New promotion");
  await write("Title", "Summer");
  await write("Percent off", written);
  await press("Save");

  await screen.findByText("Write a percentage from 0.01 to 100.");
  expect(api.asked("create_promotion")).toHaveLength(0);
});

test("a promotion ends when that is confirmed, and not before", async () => {
  draw();
  await press("End Summer");
  expect(api.asked("end_promotion")).toHaveLength(0);

  api.answers("end_promotion", { ...promotion, status: "ended" });
  const question = await screen.findByRole("dialog", { name: "End Summer?" });
  await userEvent.click(within(question).getByRole("button", { name: "End it" }));

  await waitFor(() => expect(api.asked("end_promotion")).toHaveLength(1));
});

test("a shop's promotion may be ended and not changed, and one that is over neither", async () => {
  const page = draw({ seller_id: "01936e2c-7b00-7000-8000-0000000000d2" });
  await screen.findByRole("button", { name: "End Summer" });
  expect(screen.queryByRole("button", { name: "Change Summer" })).toBeNull();
  page.unmount();

  draw({ status: "ended" });
  await screen.findByText("Over");
  expect(screen.queryByRole("button", { name: "End Summer" })).toBeNull();
});

test("ids are read from addresses, and a line without one is told", () => {
  expect(idsOf(`\n/products/mug/${PRODUCT.toUpperCase()}\n`)).toEqual([PRODUCT]);
  expect(idsOf(`${PRODUCT}\nmug`)).toBeNull();
});
