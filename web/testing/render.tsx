import { setupI18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { QueryClientProvider } from "@tanstack/react-query";
import { render as mount, type RenderResult } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter, useLocation } from "react-router";
import { makeQueryClient } from "../app/query_client";

interface Options {
  /** The address the page is at. */
  at?: string;
}

/** Draw a part of a page as the application does, in the language that the sources are written in. */
export function render(children: ReactNode, { at = "/" }: Options = {}): RenderResult & { address: () => string } {
  const queries = makeQueryClient();
  queries.setDefaultOptions({ queries: { retry: false } });
  const place = { address: at };
  const drawn = mount(
    <MemoryRouter initialEntries={[at]}>
      <I18nProvider i18n={setupI18n({ locale: "en", messages: { en: {} } })}>
        <QueryClientProvider client={queries}>
          <Address place={place} />
          {children}
        </QueryClientProvider>
      </I18nProvider>
    </MemoryRouter>,
  );
  return { ...drawn, address: () => place.address };
}

function Address({ place }: { place: { address: string } }) {
  const { pathname, search } = useLocation();
  place.address = pathname + search;
  return null;
}
