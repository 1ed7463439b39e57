import { screen } from "@testing-library/react";
import { Suspense } from "react";
import { expect, test, vi } from "vitest";
import { render } from "../testing/render";
import { AppRoutes } from "./routes";

vi.mock("./console/SellerConsole", () => ({
  get SellerConsole() {
    throw new TypeError("Failed to fetch dynamically imported module");
  },
}));

test("a console whose frame does not arrive says so", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.stubGlobal("reportError", () => undefined);

  render(
    <Suspense>
      <AppRoutes />
    </Suspense>,
    { at: "/seller" },
  );

  expect(await screen.findByRole("heading", { name: "Something broke" })).toBeDefined();
  expect(screen.getByRole("button", { name: "Load the page again" })).toBeDefined();
});
