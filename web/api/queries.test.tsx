import { useQuery } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { api } from "../testing/api";
import { tokensOf } from "../testing/people";
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
