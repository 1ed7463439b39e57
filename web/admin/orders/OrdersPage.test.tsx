import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { api } from "../../testing/api";
import { order } from "../../testing/orders";
import { render } from "../../testing/render";
import { OrdersPage } from "./OrdersPage";

const { id, number, status, placed_at, total } = order();
const found = {
  ...{ id, number, status, placed_at, total },
  payable_until: null,
  line_count: 1,
  lines: [],
  customer_id: "c-1",
  email: "ada@example.com",
};
const list = (...items: (typeof found)[]) => api.answers("find_orders", { items, next_cursor: null });
const find = async (words: string) => {
  const box = screen.getByRole("searchbox", { name: "Number, e-mail or id" });
  await userEvent.clear(box);
  await userEvent.type(box, `${words}{Enter}`);
};

test.each([
  ["ada@example.com", "?email=ada%40example.com"],
  [" s-2026-7k3m ", "?number=S-2026-7K3M"],
  ["01936E2C-7b00-7000-8000-0000000000c1", "/01936e2c-7b00-7000-8000-0000000000c1"],
])("who looks for %s comes to /admin/orders%s", async (words, address) => {
  list(found);
  const page = render(<OrdersPage />, { at: "/admin/orders" });
  await screen.findByText(number);

  await find(words);

  await waitFor(() => expect(page.address()).toBe(`/admin/orders${address}`));
});

test("what is not found is said, and everything is a press away", async () => {
  list();
  const page = render(<OrdersPage />, { at: "/admin/orders?number=NOPE" });
  await screen.findByText("There is no such order.");

  list(found);
  await userEvent.click(screen.getByRole("button", { name: "Show everything" }));

  await screen.findByText("ada@example.com");
  expect(page.address()).toBe("/admin/orders");
  expect(api.asked("find_orders").map(({ path }) => path)).toEqual([
    "/api/admin/orders?number=NOPE",
    "/api/admin/orders",
  ]);
});

test("orders of one state are a press away, of whom one looked for too", async () => {
  list(found);
  const page = render(<OrdersPage />, { at: "/admin/orders?email=ada%40example.com" });
  await screen.findByText(number);

  await userEvent.click(screen.getByRole("link", { name: "Cancelled" }));

  await waitFor(() => expect(page.address()).toBe("/admin/orders?email=ada%40example.com&status=cancelled"));
  await waitFor(() =>
    expect(api.asked("find_orders").map(({ path }) => path)).toEqual([
      "/api/admin/orders?email=ada%40example.com",
      "/api/admin/orders?email=ada%40example.com&status=cancelled",
    ]),
  );
  expect(screen.getByRole("link", { current: "page" }).textContent).toBe("Cancelled");
});

test("a state that there is not narrows nothing", async () => {
  list(found);
  render(<OrdersPage />, { at: "/admin/orders?status=lost" });

  await screen.findByText(number);
  expect(api.asked("find_orders").map(({ path }) => path)).toEqual(["/api/admin/orders"]);
  expect(screen.getByRole("link", { current: "page" }).textContent).toBe("All");
});

test("a list that cannot be read says so, and is tried again", async () => {
  api.refuses("find_orders", 503, { code: "unavailable" });
  render(<OrdersPage />, { at: "/admin/orders" });
  await screen.findByText("The shop is busy. Try again in a moment.");

  list(found);
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));

  await screen.findByText(number);
});
