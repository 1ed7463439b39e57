import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import type { Model } from "../../api/contract";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import { applied } from "../../testing/shops";
import { ShopSettingsPage } from "./ShopSettingsPage";

const shop: Model<"ShopView"> = { ...applied, status: "approved", tagline: "Cups", version: 3 };
const theirs = { ...shop, tagline: "Pots", version: 7 };
const conflict = { code: "version_conflict", version: 7 };

const tagline = () => screen.findByRole("textbox", { name: "In one line" });
const write = async (text: string) => {
  const field = await tagline();
  await userEvent.clear(field);
  await userEvent.type(field, text);
};
const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));
const versions = () => api.asked("update_my_shop").map(({ body }) => (body as { version: number }).version);

beforeEach(() => {
  api.answers("get_my_shop", shop);
  render(<ShopSettingsPage />);
});

test("what is saved is the whole page at the version that was read, and next time at the one that came of it", async () => {
  const saved = { ...shop, tagline: "Cups & plates", version: 4 };
  api.answers("update_my_shop", saved);
  api.answers("get_my_shop", saved);
  await write("Cups & plates");

  await press("Save");

  await screen.findByText("Your shop page is saved");
  expect(api.asked("update_my_shop").map(({ body }) => body)).toEqual([
    {
      version: 3,
      name: "Fold & Kiln",
      tagline: "Cups & plates",
      about: "",
      shipping_policy: "",
      returns_policy: "",
      legal_address: null,
      tax_id: null,
      logo_url: null,
      banner_url: null,
    },
  ]);
  await press("Save");
  await waitFor(() => expect(versions()).toEqual([3, 4]));
});

test("when somebody else saved meanwhile, a second press does not save over it, and a wish does", async () => {
  api.refuses("update_my_shop", 409, conflict);
  api.answers("get_my_shop", theirs);
  await write("Plates");
  await press("Save");
  await screen.findByText("Somebody changed this since you opened it.");
  expect(await tagline()).toHaveProperty("value", "Plates");

  await press("Save");
  await waitFor(() => expect(versions()).toEqual([3, 3]));
  await screen.findByText("Somebody changed this since you opened it.");
  api.answers("update_my_shop", { ...theirs, tagline: "Plates", version: 8 });
  await press("Save mine over it");

  await waitFor(() => expect(screen.queryByText(/since you opened it/)).toBeNull());
  expect(versions()).toEqual([3, 3, 7]);
});

test("when somebody else saved meanwhile, theirs is taken when that is wanted", async () => {
  api.refuses("update_my_shop", 409, conflict);
  api.answers("get_my_shop", theirs);
  await write("Plates");
  await press("Save");
  await screen.findByText("Somebody changed this since you opened it.");

  await press("Drop mine, show theirs");

  await waitFor(async () => expect(await tagline()).toHaveProperty("value", "Pots"));
  expect(screen.queryByText(/since you opened it/)).toBeNull();
  expect(versions()).toEqual([3]);
});

test("a save whose answer was lost and that is sent again is known to be saved", async () => {
  api.replies("update_my_shop", () => Promise.reject(new TypeError("cut")));
  await write("Plates");
  await press("Save");
  await screen.findByText("The shop did not answer. Look at your connection and try again.");

  api.refuses("update_my_shop", 409, { code: "version_conflict", version: 4 });
  api.answers("get_my_shop", { ...shop, tagline: "Plates", version: 4 });
  await press("Save");

  await screen.findByText("Your shop page is saved");
  expect(screen.queryByText(/since you opened it/)).toBeNull();
});

test("what was written and not saved is there again, and is not saved over what others wrote meanwhile", async () => {
  await write("Plates");
  cleanup();
  api.answers("get_my_shop", theirs);
  render(<ShopSettingsPage />);
  await waitFor(async () => expect(await tagline()).toHaveProperty("value", "Plates"));

  api.refuses("update_my_shop", 409, conflict);
  await press("Save");

  await screen.findByText("Somebody changed this since you opened it.");
  expect(versions()).toEqual([3]);
});
