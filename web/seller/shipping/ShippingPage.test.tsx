import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { api } from "../../testing/api";
import { GERMANY } from "../../testing/countries";
import { render } from "../../testing/render";
import { Confirmations } from "../../ui";
import { ShippingPage } from "./ShippingPage";
import type { Way } from "./values";

const way: Way = {
  id: "01936e2c-7b00-7000-8000-0000000000b1",
  name: "Parcel",
  currency: "GBP",
  days: { least: 2, most: 4 },
  active: true,
  zones: [
    {
      countries: ["DE"],
      rates: [{ least_weight: 0, most_weight: 2000, least_amount: 0, most_amount: null, price: 390 }],
    },
    {
      countries: null,
      rates: [{ least_weight: 0, most_weight: null, least_amount: 0, most_amount: null, price: 900 }],
    },
  ],
  version: 5,
};
const draw = (...items: Way[]) => {
  api.answers("list_own_shipping_options", { items, next_cursor: null });
  render(
    <>
      <ShippingPage />
      <Confirmations />
    </>,
  );
};
const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));

beforeEach(() => {
  api.answers("list_currencies", { items: [{ code: "GBP", digits: 2, prices_include_tax: true }] });
  api.answers("list_countries", { items: [GERMANY] });
});

test("a change sends all of it as it was read, but for what was changed", async () => {
  api.answers("change_shipping_option", way);
  draw(way);
  await press("Change Parcel");
  const [price] = await screen.findAllByLabelText("Price of the delivery");
  await userEvent.clear(price as HTMLElement);
  await userEvent.type(price as HTMLElement, "0");
  await press("Save");

  await waitFor(() => expect(api.asked("change_shipping_option")).toHaveLength(1));
  const { id, ...sent } = structuredClone(way);
  const [first] = sent.zones;
  if (first?.rates[0]) first.rates[0].price = 0;
  expect(api.asked("change_shipping_option").map(({ body }) => body)).toEqual([sent]);
});

test("a zone needs a country unless it is everywhere else", async () => {
  api.answers("add_shipping_option", way, 201);
  draw();
  await press("New way of sending");
  await userEvent.type(await screen.findByLabelText("Name"), "Parcel");
  await userEvent.selectOptions(
    screen.getByLabelText("For carts in"),
    await screen.findByRole("option", { name: "GBP" }),
  );
  await userEvent.type(screen.getByLabelText("Working days, at least"), "2");
  await userEvent.type(screen.getByLabelText("At most"), "4");
  await userEvent.type(screen.getByLabelText("Price of the delivery"), "3.90");
  await userEvent.click(screen.getByLabelText("Everywhere else"));
  await press("Save");
  await screen.findByText("Add at least one country.");
  expect(api.asked("add_shipping_option")).toHaveLength(0);

  await userEvent.selectOptions(
    screen.getByLabelText("Countries"),
    await screen.findByRole("option", { name: "Germany" }),
  );
  await press("Save");

  await waitFor(() => expect(api.asked("add_shipping_option")).toHaveLength(1));
  const rate = { least_weight: 0, most_weight: null, least_amount: 0, most_amount: null, price: 390 };
  expect(api.asked("add_shipping_option")[0]?.body).toMatchObject({ zones: [{ countries: ["DE"], rates: [rate] }] });
});

test("a way of sending is removed when that is confirmed, at the version that was read", async () => {
  api.answers("remove_shipping_option", undefined as never, 204);
  draw(way);
  await press("Remove Parcel");
  expect(api.asked("remove_shipping_option")).toHaveLength(0);
  const question = await screen.findByRole("dialog", { name: "Remove Parcel?" });
  await userEvent.click(within(question).getByRole("button", { name: "Remove" }));

  await waitFor(() => expect(api.asked("remove_shipping_option")).toHaveLength(1));
});
