import { setupI18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { arrive } from "../../testing/arrive";
import { render } from "../../testing/render";
import { FacetPanel } from "./FacetPanel";
import { parseFilters } from "./filters";

test("a box that was ticked before the page was alive counts", async () => {
  const onChange = vi.fn();
  const filters = parseFilters(new URLSearchParams());
  const panel = (
    <I18nProvider i18n={setupI18n({ locale: "en", messages: { en: {} } })}>
      <FacetPanel
        filters={filters}
        facets={null}
        source={{ kind: "all" }}
        onChange={onChange}
        onClear={() => undefined}
      />
    </I18nProvider>
  );
  const root = arrive(panel, () => undefined);
  const box = document.querySelector<HTMLInputElement>("input[type=checkbox]");
  if (box) box.checked = true;

  await expect
    .poll(() => onChange.mock.calls.map(([change]) => change(filters)))
    .toEqual([{ ...filters, in_stock: true }]);
  root.unmount();
});

test("a box is ticked as soon as it is clicked, before the page says so", async () => {
  const user = userEvent.setup();
  render(
    <FacetPanel
      filters={parseFilters(new URLSearchParams())}
      facets={null}
      source={{ kind: "all" }}
      onChange={() => undefined}
      onClear={() => undefined}
    />,
  );

  await user.click(screen.getByRole("checkbox", { name: "In stock" }));

  expect(screen.getByRole<HTMLInputElement>("checkbox", { name: "In stock" }).checked).toBe(true);
});
