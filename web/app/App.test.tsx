import createCache from "@emotion/cache";
import { setupI18n } from "@lingui/core";
import { screen } from "@testing-library/react";
import type { Root } from "react-dom/client";
import { MemoryRouter } from "react-router";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { requestKey } from "../api/client";
import { closeCart, openCart } from "../state/drawer";
import { api } from "../testing/api";
import { arrive } from "../testing/arrive";
import { found } from "../testing/products";
import { App } from "./App";
import { makeQueryClient } from "./query_client";
import { AppRoutes, rendered } from "./routes";

const wrong = vi.fn();
let root: Root | undefined;

beforeAll(() => rendered.SearchPage.preload());

afterEach(() => {
  root?.unmount();
  closeCart();
});

test("the cart may be opened before the page is alive", async () => {
  api.answers("list_products", found(["Blue mug"]));
  const queries = makeQueryClient();
  queries.setQueryData(requestKey("list_products", { q: "mug", facets: true, total: true }), found(["Blue mug"]));
  const alive = new Promise<void>((then) => {
    root = arrive(
      <MemoryRouter initialEntries={["/search?q=mug"]}>
        <App
          i18n={setupI18n({ locale: "en", messages: { en: {} } })}
          styles={createCache({ key: "s" })}
          queries={queries}
          onAlive={then}
        >
          <AppRoutes />
        </App>
      </MemoryRouter>,
      wrong,
    );
  });
  const arrived = await screen.findByRole("link", { name: "Blue mug" });
  openCart();
  await alive;

  expect(arrived.isConnected).toBe(true);
  expect(wrong.mock.calls).toEqual([]);
});
