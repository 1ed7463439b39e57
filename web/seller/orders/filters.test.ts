import { expect, test } from "vitest";
import { queryOf } from "./filters";

const none = { q: "", show: "", from: "", to: "" };

test.each([
  [{}, { to_send: true }],
  [{ show: "all" }, {}],
  [{ show: "nonsense" }, { to_send: true }],
  [{ show: "shipped" }, { state: "shipped" }],
  [{ q: " s-2026-abc " }, { number: "S-2026-ABC" }],
  [{ q: "Ada Lov" }, { buyer: "Ada Lov" }],
  [
    { q: "Ada", show: "refunded", from: "2026-11-01" },
    { buyer: "Ada", state: "refunded", first_day: "2026-11-01" },
  ],
  [{ to: "2026-11-02" }, { last_day: "2026-11-02" }],
])("%o asks for %o", (changes, query) => {
  expect(queryOf({ ...none, ...changes })).toEqual(query);
});
