import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { Problem } from "../api/problem";
import { render } from "../testing/render";
import { ErrorState, QueryStates } from "./States";

const failing = (failure: Problem | null, error: Problem | null = null) => ({
  data: undefined,
  error,
  failureReason: failure,
  isPlaceholderData: false,
  refetch: vi.fn(),
});

test.each([
  ["asks for the first time says nothing of it", null, ""],
  ["keeps asking says so", new Problem(0), "The shop is slow to answer. We keep asking."],
])("a page that %s", (_, failure, words) => {
  render(
    <QueryStates query={failing(failure)} ghost={<hr />}>
      {() => null}
    </QueryStates>,
  );

  expect(screen.getByRole("status").textContent).toBe(words);
});

test("what failed for good says why, and is asked for again by its button", async () => {
  const query = failing(new Problem(500), new Problem(500, { request_id: "r-7" }));
  render(
    <QueryStates query={query} ghost={<hr />}>
      {() => null}
    </QueryStates>,
  );

  expect(screen.getByRole("alert").textContent).toContain("r-7");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));

  expect(query.refetch).toHaveBeenCalledOnce();
});

test("a moment that the API names is waited for before another try", () => {
  render(<ErrorState problem={new Problem(429, { code: "rate_limited" }, 30)} onRetry={vi.fn()} />);

  expect(screen.getByRole("button", { name: "Try again in 30 s" })).toHaveProperty("disabled", true);
  expect(screen.getByRole("alert").textContent).toContain("Wait a moment");
});
