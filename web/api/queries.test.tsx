import { useQuery } from "@tanstack/react-query";
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { api } from "../testing/api";
import { be, tokensOf } from "../testing/people";
import { render } from "../testing/render";
import { read, useCommand } from "./queries";

function Cart() {
  const cart = useQuery(read("get_cart"));
  const clear = useCommand("clear_cart", { refreshes: ["get_cart"] });
  return (
    <button type="button" onClick={() => clear.mutate({})}>
      {cart.data ? cart.data.quantity : "on its way"}
    </button>
  );
}

function Shelf() {
  const [delta, setDelta] = useState(1);
  const adjust = useCommand("adjust_stock");
  return (
    <>
      <button
        type="button"
        onClick={() => adjust.mutate({ params: { variant_id: "v-1" }, body: { delta, reason: "Found" } })}
      >
        Adjust
      </button>
      <button type="button" onClick={() => setDelta(2)}>
        By two
      </button>
      {adjust.isSuccess && "Done"}
      {adjust.error && "Failed"}
    </>
  );
}

const adjust = () => screen.getByRole("button", { name: "Adjust" });
const keys = () => api.asked("adjust_stock").map(({ headers }) => headers.get("Idempotency-Key"));

test("a button that is pressed five times at once changes one thing", async () => {
  await be("seller");
  api.answers("adjust_stock", {} as never);
  render(<Shelf />);

  const button = adjust();
  act(() => {
    for (let press = 0; press < 5; press++) button.click();
  });

  await screen.findByText("Done");
  expect(keys()).toHaveLength(1);
  await userEvent.click(button);
  await waitFor(() => expect(new Set(keys()).size).toBe(2));
});

test("what failed is sent again under its key, and what is no longer the same under another", async () => {
  await be("seller");
  api.refuses("adjust_stock", 503);
  render(<Shelf />);

  await userEvent.click(adjust());
  await screen.findByText("Failed");
  await userEvent.click(adjust());
  await waitFor(() => expect(keys()).toHaveLength(2));
  await screen.findByText("Failed");
  await userEvent.click(screen.getByRole("button", { name: "By two" }));
  await userEvent.click(adjust());

  await waitFor(() => expect(keys()).toHaveLength(3));
  const [first, second, third] = keys();
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test("what was asked for before a change is not what is shown after it", async () => {
  let answerLate = () => {};
  api.replies("get_cart", () => new Promise((settle) => (answerLate = () => settle(Response.json({ quantity: 3 })))));
  api.answers("guest", tokensOf("guest"));
  render(<Cart />);
  const cart = await screen.findByRole("button", { name: "on its way" });

  api.replies("clear_cart", () => {
    api.answers("get_cart", { quantity: 0 } as never);
    return new Response(null, { status: 204 });
  });
  await userEvent.click(cart);
  await screen.findByRole("button", { name: "0" });
  answerLate();

  expect(screen.getByRole("button").textContent).toBe("0");
  expect(api.asked("get_cart")).toHaveLength(2);
});
