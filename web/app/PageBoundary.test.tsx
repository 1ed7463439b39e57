import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Link, useSearchParams } from "react-router";
import { expect, test, vi } from "vitest";
import { render } from "../testing/render";
import { PageBoundary } from "./PageBoundary";

function Breaking() {
  const [search] = useSearchParams();
  if (search.has("broken")) throw new Error("broken");
  return <input aria-label="note" />;
}

const page = (
  <>
    <Link to="/?filter=blue">blue</Link>
    <Link to="/?broken">broken</Link>
    <PageBoundary>
      <Breaking />
    </PageBoundary>
  </>
);

test("what was typed on a page stays while only what its address asks for changes", async () => {
  render(page);

  await userEvent.type(screen.getByRole("textbox"), "hello");
  await userEvent.click(screen.getByRole("link", { name: "blue" }));

  expect(screen.getByRole("textbox")).toHaveProperty("value", "hello");
});

test("a page that breaks says what is safe, and the next one is drawn", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.stubGlobal("reportError", () => undefined);
  render(page);

  await userEvent.click(screen.getByRole("link", { name: "broken" }));
  expect(await screen.findByText(/Your cart and your orders are as they were/)).toBeDefined();
  await userEvent.click(screen.getByRole("link", { name: "blue" }));

  expect(await screen.findByRole("textbox")).toBeDefined();
});
