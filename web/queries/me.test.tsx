import { useQuery } from "@tanstack/react-query";
import { act, screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { call } from "../api/client";
import type { Answer } from "../api/contract";
import { api } from "../testing/api";
import { be } from "../testing/people";
import { render } from "../testing/render";
import { useCart } from "./cart";
import { me, useOwnCache, useVisitor } from "./me";

beforeEach(async () => {
  await be("customer");
  api.answers("get_cart", { quantity: 3 } as Answer<"get_cart">);
  api.answers("get_me", { first_name: "Ada" } as Answer<"get_me">);
});

function Page() {
  const cart = useCart();
  const { signedIn } = useVisitor();
  return (
    <>
      <p>{`${cart.data?.quantity ?? 0} in the cart`}</p>
      {signedIn && <Own />}
    </>
  );
}

function Own() {
  return <p>{useQuery(me()).data?.first_name}</p>;
}

function Forgetful() {
  useOwnCache();
  return null;
}

const open = () =>
  render(
    <>
      <Page />
      <Forgetful />
    </>,
  );

test("of somebody whose session ended nothing is shown any more, and nothing is asked for", async () => {
  open();
  await screen.findByText("3 in the cart");
  await screen.findByText("Ada");
  api.refuses("list_orders", 401, { code: "unauthenticated" });
  api.refuses("refresh", 401, { code: "invalid_refresh_token" });

  await act(() => call("list_orders").catch(() => undefined));

  await screen.findByText("0 in the cart");
  expect(screen.queryByText("Ada")).toBeNull();
  expect([api.asked("get_cart").length, api.asked("get_me").length]).toEqual([1, 1]);
});

test("what was read for one person is read anew for another", async () => {
  open();
  await screen.findByText("3 in the cart");
  await screen.findByText("Ada");
  api.answers("get_me", { first_name: "Grace" } as Answer<"get_me">);
  api.answers("get_cart", { quantity: 1 } as Answer<"get_cart">);

  await act(() => be("seller"));

  await screen.findByText("Grace");
  await screen.findByText("1 in the cart");
});
