import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Role } from "../../api/session";
import { be } from "../../testing/people";
import { render } from "../../testing/render";
import { Footer } from "./Footer";

test.each<[Role | null, string, string]>([
  [null, "Sell on Souk", "/sell"],
  ["customer", "Sell on Souk", "/sell"],
  ["seller", "Your shop", "/seller"],
  ["admin", "Administration", "/admin"],
])("who is %s finds “%s” at the end of a page, and no other way to sell", async (role, name, to) => {
  await be(role);
  render(<Footer />);

  expect(screen.getByRole("link", { name }).getAttribute("href")).toBe(to);
  const ways = screen.getAllByRole("link").map((link) => link.getAttribute("href"));
  expect(ways.filter((way) => ["/sell", "/seller", "/admin"].includes(way ?? ""))).toEqual([to]);
});
