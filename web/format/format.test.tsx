import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { render } from "../testing/render";
import { useFormat } from "./format";

function Count() {
  return <p>{useFormat().count(1200)}</p>;
}

test("a page that writes numbers alone does not wait for the customs of dates, lists and countries", () => {
  const others = [vi.spyOn(Intl, "DateTimeFormat"), vi.spyOn(Intl, "ListFormat"), vi.spyOn(Intl, "DisplayNames")];

  render(<Count />);

  expect(screen.getByText("1,200")).toBeTruthy();
  for (const made of others) expect(made).not.toHaveBeenCalled();
});
