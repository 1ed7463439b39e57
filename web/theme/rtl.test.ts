import { expect, test } from "vitest";
import { styleCache } from "./cache";
import { mirrored } from "./rtl";

test("the rules of inputs, which browsers name differently, survive being mirrored", () => {
  const { insert, sheet } = styleCache(mirrored);
  const styles = "&::placeholder{left:1px}&:read-only{padding-left:2px}";

  insert(".a", { name: "a", styles, next: undefined }, sheet, true);

  const inserted = sheet.tags.map(({ textContent }) => textContent).join("");
  expect(inserted).toContain(".a::placeholder{right:1px;}");
  expect(inserted).toContain("{padding-right:2px;}");
});
