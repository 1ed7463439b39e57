import { screen, within } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { expect, test } from "vitest";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import { ImportPage } from "./ImportPage";
import type { Import } from "./queries";

const done: Import = {
  id: "i-1",
  status: "done",
  reason: null,
  rows: 3,
  imported: 2,
  rejected: 1,
  rejections: [{ line: 4, sku: "BOWL", field: "price", reason: "is no price such as 12.99" }],
  created_at: "2026-11-27T09:00:00Z",
  finished_at: "2026-11-27T09:00:04Z",
};
const page = () =>
  render(
    <Routes>
      <Route path="/seller/files/:id" element={<ImportPage />} />
    </Routes>,
    { at: "/seller/files/i-1" },
  );

test("a row that was not kept is shown with its line, its column and the reason", async () => {
  api.answers("get_import", done);
  page();

  const table = await screen.findByRole("table", { name: "Rows that were not kept" });

  const row = within(table).getByRole("row", { name: /BOWL/ });
  expect(within(row).getByRole("rowheader").textContent).toBe("4");
  expect(
    within(row)
      .getAllByRole("cell")
      .map((cell) => cell.textContent),
  ).toEqual(["BOWL", "price", "is no price such as 12.99"]);
});

test("a file that could not be read says why, and what is safe", async () => {
  api.answers("get_import", { ...done, status: "failed", reason: "The column 'price' is missing.", rejections: [] });
  page();

  expect((await screen.findByText(/could not be imported/)).textContent).toContain(
    "The column 'price' is missing. What had been imported before that is kept.",
  );
});

test("an import that goes on is asked for again until it is over", async () => {
  api.answers("get_import", { ...done, status: "running", rejected: 0, rejections: [] });
  page();
  await screen.findByText(/2 rows are imported/);

  api.answers("get_import", { ...done, rejected: 0, rejections: [] });

  await screen.findByText("Everything is imported.", {}, { timeout: 10_000 });
  expect(api.asked("get_import").length).toBeGreaterThan(1);
});
