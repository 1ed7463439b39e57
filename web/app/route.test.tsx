import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Suspense } from "react";
import { Link, Routes, useNavigate } from "react-router";
import { beforeEach, expect, test, vi } from "vitest";
import { render } from "../testing/render";
import { LazyPage } from "./lazy_page";
import { route } from "./route";

function Back() {
  const navigate = useNavigate();
  return (
    <button type="button" onClick={() => navigate(-1)}>
      Back
    </button>
  );
}

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.stubGlobal("reportError", () => undefined);
});

test("a page that did not arrive is fetched again when it is come back to", async () => {
  let isConnected = false;
  const home = new LazyPage({ pattern: "/" }, async () => () => <h1>Home</h1>);
  const shops = new LazyPage({ pattern: "/shops" }, async () => {
    if (!isConnected) throw new TypeError("Failed to fetch dynamically imported module");
    return () => <h1>Shops</h1>;
  });
  render(
    <Suspense>
      <Link to="/">home</Link>
      <Link to="/shops">shops</Link>
      <Back />
      <Routes>{[home, shops].map(route)}</Routes>
    </Suspense>,
  );
  await userEvent.click(await screen.findByRole("link", { name: "shops" }));
  expect(await screen.findByRole("heading", { name: "Something broke" })).toBeDefined();
  await userEvent.click(screen.getByRole("link", { name: "home" }));
  expect(await screen.findByRole("heading", { name: "Home" })).toBeDefined();
  isConnected = true;

  await userEvent.click(screen.getByRole("button", { name: "Back" }));

  expect(await screen.findByRole("heading", { name: "Shops" })).toBeDefined();
});
