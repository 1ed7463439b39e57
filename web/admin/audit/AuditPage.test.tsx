import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { Model } from "../../api/contract";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import { AuditPage } from "./AuditPage";

const SHOP = "01a21e13-d1a4-7b9b-8019-33cf957bd60e";

const trail = (before: Model<"RowChange">["before"], after: Model<"RowChange">["after"]) => ({
  items: [
    {
      id: "a-1",
      at: "2026-11-27T09:00:00Z",
      actor: "admin-id",
      actor_email: "ada@example.com",
      operation: "sellers-approve-seller",
      subject: { seller_id: SHOP },
      correlation_id: "c-1",
      changes: [{ relation: "sellers.sellers", before, after }],
    },
  ],
  next_cursor: null,
});

test("the trail says in words who did what, leads to it, and shows what changed as people write it", async () => {
  const row = { id: SHOP, name: "Fold & Kiln" };
  const before = { ...row, version: 1, status: "applied", decided_at: null };
  const after = { ...row, version: 2, status: "approved", decided_at: "2026-11-27T09:00:00.123456+00:00" };
  api.answers("list_audit", trail(before, after));

  render(<AuditPage />);

  expect(await screen.findByText("\u2068ada@example.com\u2069 approved a shop")).toBeDefined();
  expect(screen.getByRole("link", { name: "Fold & Kiln" }).getAttribute("href")).toBe(`/admin/shops/${SHOP}`);
  await userEvent.click(screen.getByText("1 row changed"));
  const rows = screen.getAllByRole("row").map(({ textContent }) => textContent);
  expect(rows).toContain("statusappliedapproved");
  expect(rows.find((row) => row?.startsWith("decided at–"))).toMatch(/27 Nov 2026/);
  expect(rows).toHaveLength(3);
});

test("what is only counted or made of other rows is not shown, and a thing without a name goes by its id's end", async () => {
  const listed = trail({ id: SHOP, version: 1 }, { id: SHOP, version: 2 });
  const entry = listed.items[0] as Model<"AuditEntry">;
  const words = { relation: "catalog.beginnings", before: null, after: { kind: "seller", words: "fold" } };
  api.answers("list_audit", { ...listed, items: [{ ...entry, changes: [...entry.changes, words] }] });

  render(<AuditPage />);

  expect((await screen.findByRole("link", { name: "…957bd60e" })).getAttribute("href")).toBe(`/admin/shops/${SHOP}`);
  expect(screen.queryByText(/changed$/)).toBeNull();
});

test.each([
  "2026-11-20 10:15 counterfeit goods",
  "2026-11-20T10:15:00+00:00 counterfeit goods",
  "2026-13-45T99:99:99+00:00",
])("a reason such as %o is shown as it was written", async (reason) => {
  api.answers("list_audit", trail({ reason: null }, { reason }));

  render(<AuditPage />);

  await userEvent.click(await screen.findByText("1 row changed"));
  expect(screen.getAllByRole("row").map(({ textContent }) => textContent)).toContain(`reason–${reason}`);
});
