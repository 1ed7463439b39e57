import createCache from "@emotion/cache";
import { setupI18n } from "@lingui/core";
import { screen } from "@testing-library/react";
import type { Root } from "react-dom/client";
import { MemoryRouter } from "react-router";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { requestKey } from "../api/client";
import type { Params } from "../api/contract";
import { closeCart, openCart } from "../state/drawer";
import type { ProductPage } from "../storefront/listing/queries";
import { api } from "../testing/api";
import { arrive, Drawn } from "../testing/arrive";
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

interface Calls {
  onDrawn?: () => void;
  onHydrated?: () => void;
}

/** Have the search for mugs arrive, with what the API answered to it. */
function arriveWith(at: string, params: Params<"list_products">, answer: ProductPage, on: Calls = {}): void {
  const queries = makeQueryClient();
  queries.setQueryData(requestKey("list_products", { q: "mug", facets: true, total: true, ...params }), answer);
  const { onDrawn = () => undefined, onHydrated = () => undefined } = on;
  root = arrive(
    <MemoryRouter initialEntries={[at]}>
      <App
        i18n={setupI18n({ locale: "en", messages: { en: {} } })}
        styles={createCache({ key: "s" })}
        queries={queries}
        onHydrated={onHydrated}
      >
        <AppRoutes />
        <Drawn then={onDrawn} />
      </App>
    </MemoryRouter>,
    wrong,
  );
}

test("the cart may be opened before the page is alive", async () => {
  api.answers("list_products", found(["Blue mug"]));
  const onHydrated = vi.fn();
  const onDrawn = vi.fn(() => {
    expect(onHydrated).not.toHaveBeenCalled();
    openCart();
  });

  arriveWith("/search?q=mug", {}, found(["Blue mug"]), { onDrawn, onHydrated });
  const arrived = screen.getByRole("link", { name: "Blue mug" });

  await vi.waitFor(() => expect(onHydrated).toHaveBeenCalledOnce());
  expect(onDrawn).toHaveReturned();
  expect(arrived.isConnected).toBe(true);
  expect(wrong.mock.calls).toEqual([]);
});

test("a list that is empty for its currency arrives without a word of why, which is not known yet", () => {
  arriveWith("/search?q=mug&currency=EUR", { currency: "EUR" }, found([]));

  expect(screen.queryByText(/Nothing/)).toBeNull();
});
