import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { api } from "../../testing/api";
import { ANTARCTICA, EMIRATES, GERMANY, UNITED_STATES } from "../../testing/countries";
import { be } from "../../testing/people";
import { render } from "../../testing/render";
import { AddressForm } from "./AddressForm";

const KEPT = {
  id: "01936e2c-7b00-7000-8000-00000000000b",
  name: "Ada",
  line1: "1 Market Street",
  line2: null,
  city: "Berlin",
  region: null,
  postal_code: "10115",
  country: "DE",
  phone: null,
  default_shipping: true,
  default_billing: false,
  created_at: "2026-11-01T10:00:00Z",
  updated_at: "2026-11-01T10:00:00Z",
};

beforeEach(async () => {
  await be("customer");
  api.answers("list_countries", { items: [ANTARCTICA, GERMANY, UNITED_STATES, EMIRATES] });
});

const fields = () => screen.getAllByRole("textbox").map((input) => input.getAttribute("name"));
const choose = async (code: string) => userEvent.selectOptions(await screen.findByLabelText("Country"), code);

test("an address has the fields of its country, in the order in which they are written there", async () => {
  render(<AddressForm address={null} />);

  await choose("DE");
  expect(fields()).toEqual(["name", "line1", "line2", "postal_code", "city", "phone"]);
  await choose("AE");

  expect(fields()).toEqual(["name", "line1", "line2", "city", "region", "phone"]);
  expect(screen.getByLabelText("Emirate")).toBeTruthy();
});

test("a new address is sent as the contract has it", async () => {
  api.answers("add_address", KEPT, 201);
  const { address } = render(<AddressForm address={null} />, { at: "/account/addresses?edit=new" });
  await choose("DE");
  await userEvent.type(screen.getByLabelText("First and last name"), "Ada");
  await userEvent.type(screen.getByLabelText("Street and number"), "1 Market Street");
  await userEvent.type(screen.getByLabelText("Postal code"), "10115");
  await userEvent.type(screen.getByLabelText("Town"), "Berlin");
  await userEvent.click(screen.getByLabelText("Propose it for deliveries"));

  await userEvent.click(screen.getByRole("button", { name: "Save the address" }));

  await waitFor(() => expect(address()).toBe("/account/addresses"));
  const { id: _, created_at: __, updated_at: ___, ...sent } = KEPT;
  expect(api.asked("add_address").map(({ body }) => body)).toEqual([sent]);
});

test("a field that its country needs is asked for before anything is sent", async () => {
  render(<AddressForm address={{ ...KEPT, postal_code: null, city: " " }} />);

  await userEvent.click(await screen.findByRole("button", { name: "Save the address" }));

  await waitFor(() => expect(screen.getByLabelText("Postal code").getAttribute("aria-invalid")).toBe("true"));
  expect(screen.getByLabelText("Town").getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByRole("heading", { name: "Some of it needs to be put right" })).toBeTruthy();
  expect(api.asked("update_address")).toEqual([]);
});

test("the state and the postal code of an American address are asked for as they are there", async () => {
  render(<AddressForm address={{ ...KEPT, country: "US", postal_code: "E1 6AN" }} />);

  await userEvent.click(await screen.findByRole("button", { name: "Save the address" }));

  expect(await screen.findByText("There is no such postal code in this country.")).toBeTruthy();
  expect(screen.getByLabelText("State").getAttribute("aria-invalid")).toBe("true");
  expect(api.asked("update_address")).toEqual([]);
});

test("a change that was not taken says what is safe, and leaves what was written", async () => {
  api.refuses("update_address", 503, { code: "unavailable" });
  render(<AddressForm address={KEPT} />);
  await userEvent.type(await screen.findByLabelText("Town"), " Mitte");

  await userEvent.click(screen.getByRole("button", { name: "Save the address" }));

  expect((await screen.findByRole("alert")).textContent).toContain("saving it again does no harm");
  expect(screen.getByLabelText("Town")).toHaveProperty("value", "Berlin Mitte");
});

test("an address that perhaps was kept is not called lost", async () => {
  api.replies("add_address", () => Promise.reject(new TypeError("Failed to fetch")));
  render(<AddressForm address={null} />);
  await choose("AE");
  for (const label of ["First and last name", "Street and number", "Town", "Emirate"])
    await userEvent.type(screen.getByLabelText(label), "x");

  await userEvent.click(screen.getByRole("button", { name: "Save the address" }));

  expect((await screen.findByRole("alert")).textContent).toContain("It may have been kept all the same");
});
