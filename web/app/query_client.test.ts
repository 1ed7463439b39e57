import { expect, test } from "vitest";
import { Problem } from "../api/problem";
import { makeQueryClient } from "./query_client";

const { retry } = makeQueryClient().getDefaultOptions().queries ?? {};
const asksAgain = (failures: number, problem: Problem) => typeof retry === "function" && retry(failures, problem);

test.each([
  ["an answer that never came", new Problem(0), true],
  ["a shop that broke", new Problem(500), true],
  ["one that is back in a moment", new Problem(503, {}, 1), true],
  ["one that is back in a minute", new Problem(503, {}, 60), false],
  ["too many requests, for half a minute", new Problem(429, {}, 30), false],
  ["what is not there", new Problem(404), false],
  ["what may not be seen", new Problem(401), false],
])("after %s a page asks again by itself, or says so: %#", (_, problem, again) => {
  expect(asksAgain(0, problem)).toBe(again);
  expect(asksAgain(2, problem)).toBe(false);
});
