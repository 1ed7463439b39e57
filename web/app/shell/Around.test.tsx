import { setupI18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { QueryClientProvider } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import { Suspense, startTransition } from "react";
import { hydrateRoot, type Root } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { MemoryRouter } from "react-router";
import { afterEach, expect, test, vi } from "vitest";
import { requestKey } from "../../api/client";
import { useSettings } from "../../state/settings";
import { SearchPage } from "../../storefront/search/SearchPage";
import { api } from "../../testing/api";
import { found } from "../../testing/products";
import { makeQueryClient } from "../query_client";
import { Around } from "./Around";

let root: Root | undefined;

afterEach(() => {
  root?.unmount();
  useSettings.setState({ currency: null });
});

test("a list comes to life as it arrived, and only then is drawn in the currency that was chosen", async () => {
  localStorage.setItem("souk.settings", JSON.stringify({ state: { currency: "EUR" }, version: 0 }));
  api.answers("list_products", found([]));
  const queries = makeQueryClient();
  queries.setQueryData(requestKey("list_products", { q: "mug", facets: true, total: true }), found(["Blue mug"]));
  const page = (
    <MemoryRouter initialEntries={["/search?q=mug"]}>
      <I18nProvider i18n={setupI18n({ locale: "en", messages: { en: {} } })}>
        <QueryClientProvider client={queries}>
          <Around>
            <Suspense>
              <SearchPage />
            </Suspense>
          </Around>
        </QueryClientProvider>
      </I18nProvider>
    </MemoryRouter>
  );
  // React warns of effects in what it takes for a server, which has a document here.
  const warnings = vi.spyOn(console, "error").mockReturnValue();
  document.body.innerHTML = renderToString(page);
  warnings.mockRestore();
  const onRecoverableError = vi.fn();

  startTransition(() => {
    root = hydrateRoot(document.body, page, { onRecoverableError });
  });

  expect(await screen.findByText("Nothing here is sold in euros.")).toBeDefined();
  expect(onRecoverableError.mock.calls).toEqual([]);
});
