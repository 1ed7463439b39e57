import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { expect, test } from "vitest";
import type { Model } from "../../api/contract";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import { applied } from "../../testing/shops";
import { Confirmations } from "../../ui";
import { ShopPage } from "./ShopPage";

const shop: Model<"InspectedShop"> = {
  ...applied,
  version: 3,
  owner: { id: applied.owner_id, email: "ada@example.com", first_name: "Ada", last_name: "Lovelace", phone: null },
};
const decided: Model<"ShopView"> = shop;

const open = (changes: Partial<typeof shop> = {}) => {
  api.answers("inspect_seller", { ...shop, ...changes });
  draw();
};
const draw = () =>
  render(
    <>
      <Routes>
        <Route path="/admin/shops/:id" element={<ShopPage />} />
      </Routes>
      <Confirmations />
    </>,
    { at: "/admin/shops/s-1" },
  );
const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const inDialog = async (name: string) =>
  userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name }));

test("an application is approved when that is confirmed, and not before", async () => {
  open();
  await press("Approve");
  expect(api.asked("approve_seller")).toHaveLength(0);

  api.answers("approve_seller", decided);
  api.answers("inspect_seller", { ...shop, status: "approved" });
  await inDialog("Approve");

  await screen.findByRole("button", { name: "Suspend" });
  expect(api.asked("approve_seller").map(({ headers }) => headers.get("If-Match"))).toEqual(['"3"']);
  expect(screen.queryByRole("button", { name: "Approve" })).toBeNull();
});

test("an application is refused with a reason, and not without", async () => {
  open();
  await press("Refuse");
  await inDialog("Refuse the application");
  await screen.findByText("Fill this in.");
  expect(api.asked("refuse_seller")).toHaveLength(0);

  api.answers("refuse_seller", decided);
  api.answers("inspect_seller", { ...shop, status: "refused", reason: "No such street." });
  await userEvent.type(screen.getByRole("textbox", { name: "Reason" }), "No such street.");
  await inDialog("Refuse the application");

  await screen.findByText("Why it was refused");
  expect(api.asked("refuse_seller").map(({ body }) => body)).toEqual([{ reason: "No such street.", version: 3 }]);
  await screen.findByRole("button", { name: "Approve after all" });
});

test("an open shop is suspended with a reason", async () => {
  open({ status: "approved" });
  await press("Suspend");
  api.answers("suspend_seller", decided);
  await userEvent.type(await screen.findByRole("textbox", { name: "Reason" }), "Counterfeit goods.");
  await inDialog("Suspend the shop");

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(api.asked("suspend_seller").map(({ body }) => body)).toEqual([
    { suspended: true, reason: "Counterfeit goods.", version: 3 },
  ]);
});

test("a suspended shop says why, and is reinstated when that is confirmed", async () => {
  open({ status: "suspended", reason: "Counterfeit goods." });
  await screen.findByText("Counterfeit goods.");
  await press("Reinstate");
  api.answers("suspend_seller", decided);
  await inDialog("Reinstate");

  await waitFor(() =>
    expect(api.asked("suspend_seller").map(({ body }) => body)).toEqual([{ suspended: false, version: 3 }]),
  );
});

test("an application that was changed meanwhile is not approved, and is shown as it is now", async () => {
  open();
  await press("Approve");
  api.refuses("approve_seller", 409, { code: "version_conflict", version: 4 });
  api.answers("inspect_seller", { ...shop, name: "Loom", version: 4 });
  await inDialog("Approve");

  await screen.findByText("Somebody changed this meanwhile. Look at it again before you save.");
  await inDialog("Cancel");
  await screen.findByRole("heading", { name: "Loom" });
});

test("a reason is sent for the shop that was to be seen when it was asked for, however often", async () => {
  open();
  await press("Refuse");
  await userEvent.type(await screen.findByRole("textbox", { name: "Reason" }), "No such street.");
  api.refuses("refuse_seller", 409, { code: "version_conflict", version: 4 });
  api.answers("inspect_seller", { ...shop, name: "Loom", version: 4 });
  await inDialog("Refuse the application");
  await screen.findByRole("heading", { name: "Loom", hidden: true });

  await inDialog("Refuse the application");

  await waitFor(() => expect(api.asked("refuse_seller")).toHaveLength(2));
  expect(api.asked("refuse_seller").map(({ body }) => (body as { version: number }).version)).toEqual([3, 3]);
});

test("what another administrator decided meanwhile is said, and shown behind it", async () => {
  open();
  await press("Refuse");
  api.refuses("refuse_seller", 409, { code: "seller_approved" });
  api.answers("inspect_seller", { ...shop, status: "approved" });
  await userEvent.type(await screen.findByRole("textbox", { name: "Reason" }), "No such street.");
  await inDialog("Refuse the application");

  await screen.findByText("This shop was approved meanwhile. Suspend it instead.");
  await screen.findByText("Open", { ignore: "[aria-hidden]" });
});

test("a shop that there is not says so", async () => {
  api.refuses("inspect_seller", 404, { code: "seller_not_found" });
  draw();

  await screen.findByText("This is not here, or no longer.");
});
