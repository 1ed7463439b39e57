import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { create } from "zustand";
import { arrive } from "../testing/arrive";
import { Part, Waking } from "./waking";

const useStore = create(() => ({ said: "as it arrived" }));

function Holder() {
  const { said } = useStore();
  return (
    <Part>
      <p>{said}</p>
    </Part>
  );
}

test("what follows a store comes to life as it arrived, and only then is drawn anew", async () => {
  const wrong = vi.fn();

  const root = arrive(
    <Waking then={() => useStore.setState({ said: "anew" })}>
      <Holder />
    </Waking>,
    wrong,
  );
  const arrived = screen.getByText("as it arrived");

  expect(await screen.findByText("anew")).toBe(arrived);
  expect(wrong.mock.calls).toEqual([]);
  root.unmount();
});
