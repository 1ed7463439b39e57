import { expect, test } from "vitest";
import { lookAt, useLookedAt } from "./looked_at";
import { choose, useSettings } from "./settings";

test("what is looked at or chosen before anything was read is added to what this device remembers", () => {
  const mug = { id: "1", slug: "mug", title: "Mug" };
  localStorage.setItem("souk.looked_at", JSON.stringify({ state: { products: [mug] }, version: 2 }));
  localStorage.setItem("souk.settings", JSON.stringify({ state: { currency: "EUR" }, version: 0 }));

  lookAt({
    ...mug,
    id: "2",
    image_url: null,
    price: { amount: 100, currency: "EUR" },
    seller: { id: "3", name: "Kiln", slug: "kiln" },
  });
  choose({ theme: "dark" });

  expect(useLookedAt.getState().products.map(({ id }) => id)).toEqual(["2", "1"]);
  expect(useSettings.getState()).toEqual({ theme: "dark", currency: "EUR", country: null });
});
