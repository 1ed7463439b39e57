import { expect, test } from "vitest";
import { render } from "../testing/render";
import { Page } from "./Page";

test("a page that is still read is called by the shop's name alone, and then by its own too", () => {
  const page = render(<Page title={undefined}>Wait</Page>);
  expect(document.title).toBe("Souk");
  page.unmount();

  render(<Page title="Blue mug">Here</Page>);
  expect(document.title).toBe("Blue mug · Souk");
});
