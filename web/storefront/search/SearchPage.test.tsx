import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { useSettings } from "../../state/settings";
import { api } from "../../testing/api";
import { found } from "../../testing/products";
import { render } from "../../testing/render";
import { SearchPage } from "./SearchPage";

afterEach(() => useSettings.setState({ currency: null }));

test("a filter goes into the address, and what it leaves is shown", async () => {
  api.answers("list_products", found(["Blue mug", "Red mug"]));
  const { address } = render(<SearchPage />, { at: "/search?q=mug" });
  await screen.findByRole("link", { name: "Red mug" });
  api.answers("list_products", found(["Blue mug"]));

  await userEvent.click(screen.getByRole("checkbox", { name: /blue/ }));

  await expect.poll(() => screen.queryByRole("link", { name: "Red mug" })).toBeNull();
  expect(address()).toBe("/search?q=mug&attr.colour=blue");
  expect(screen.getAllByText("1 product").length).toBeGreaterThan(0);
});

test("two filters that are pressed before the address follows are both in it", async () => {
  api.answers("list_products", found(["Blue mug", "Red mug"]));
  const { address } = render(<SearchPage />, { at: "/search?q=mug" });
  const [blue, stocked] = [await screen.findByRole("checkbox", { name: /blue/ }), screen.getByLabelText("In stock")];

  act(() => {
    blue.click();
    stocked.click();
  });

  expect(address()).toBe("/search?q=mug&in_stock=true&attr.colour=blue");
});

test("nothing that matches is another sentence than nothing that is called so, with another way on", async () => {
  api.answers("list_products", found([]));
  const { address } = render(<SearchPage />, { at: "/search?q=mug&in_stock=true" });

  await userEvent.click(await screen.findByRole("button", { name: "Show everything" }));

  expect(address()).toBe("/search?q=mug");
  expect(await screen.findByText(/Nothing is called “mug”/)).toBeDefined();
});

test("what comes next is added to what is there", async () => {
  api.replies("list_products", ({ path }) =>
    Response.json(path.includes("cursor=next") ? found(["Third mug"]) : found(["First mug", "Second mug"], "next")),
  );
  render(<SearchPage />, { at: "/search" });

  await userEvent.click(await screen.findByRole("button", { name: "Show more" }));

  await screen.findByRole("link", { name: "Third mug" });
  expect(screen.getAllByRole("article")).toHaveLength(3);
  expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
});

test("an amount that is none is said to be wrong, and the list stays as it was", async () => {
  api.answers("list_products", found(["Blue mug"]));
  const { address } = render(<SearchPage />, { at: "/search" });

  await userEvent.type(await screen.findByRole("textbox", { name: "At most" }), "cheap");
  await userEvent.click(screen.getByRole("button", { name: "Set" }));

  expect((await screen.findByRole("alert")).textContent).toContain("12.50");
  expect(address()).toBe("/search");
});

test("a list that is empty for its currency alone says so, and shows prices in one that there is", async () => {
  api.replies("list_products", ({ path }) =>
    Response.json(found(/currency=EUR|min_price/.test(path) ? [] : ["Blue mug"])),
  );
  const { address } = render(<SearchPage />, { at: "/search?q=mug&currency=EUR&min_price=500" });
  await screen.findByText("Nothing here is sold in euros.");

  await userEvent.click(screen.getByRole("button", { name: "Show prices in British pounds" }));

  expect(await screen.findByRole("link", { name: "Blue mug" })).toBeDefined();
  expect(address()).toBe("/search?q=mug");
  await expect.poll(() => api.asked("list_products").at(-1)?.path).toContain("currency=GBP");
});

test("what is called so in no currency is not said to be missing in one", async () => {
  api.answers("list_products", found([]));

  render(<SearchPage />, { at: "/search?q=mug&currency=EUR" });

  expect(await screen.findByText(/Nothing is called “mug”/)).toBeDefined();
});
