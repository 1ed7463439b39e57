import { screen } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { expect, test } from "vitest";
import type { Role } from "../../api/session";
import { api } from "../../testing/api";
import { be } from "../../testing/people";
import { render } from "../../testing/render";
import { AdminConsole } from "./AdminConsole";

const open = async (role: Role | null) => {
  await be(role);
  api.answers("list_sellers", { items: [], next_cursor: null });
  render(
    <Routes>
      <Route element={<AdminConsole />}>
        <Route path="/admin" element={<p>What waits</p>} />
      </Route>
    </Routes>,
    { at: "/admin" },
  );
};

test("whoever runs Souk sees its console", async () => {
  await open("admin");

  await screen.findByText("What waits");
  await screen.findByRole("link", { name: "Categories" });
});

test.each<[Role | null, string]>([
  ["customer", "This is for those who run Souk."],
  ["seller", "This is for those who run Souk."],
  [null, "Sign in to go on. Nothing here is lost."],
])("a %s reads: %s", async (role, words) => {
  await open(role);

  await screen.findByText(words);
  expect(screen.queryByText("What waits")).toBeNull();
  expect(screen.queryByRole("link", { name: "Categories" })).toBeNull();
  expect(api.asked("list_sellers")).toEqual([]);
});
