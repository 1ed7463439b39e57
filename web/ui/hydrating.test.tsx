import { screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, test, vi } from "vitest";
import { create } from "zustand";
import { arrive, Drawn } from "../testing/arrive";
import { Hydrating, Island } from "./hydrating";

const useStore = create(() => ({ said: "as it arrived" }));

function Holder({ children }: { children?: ReactNode }) {
  const { said } = useStore();
  return (
    <Island>
      <p>{said}</p>
      {children}
    </Island>
  );
}

test("what follows a store is hydrated as it arrived, and only then is drawn anew", async () => {
  const wrong = vi.fn();

  const root = arrive(
    <Hydrating onHydrated={() => useStore.setState({ said: "anew" })}>
      <Holder>
        <Holder />
      </Holder>
    </Hydrating>,
    wrong,
  );
  const arrived = screen.getAllByText("as it arrived");

  expect(await screen.findAllByText("anew")).toEqual(arrived);
  expect(wrong.mock.calls).toEqual([]);
  root.unmount();
});

const forever = new Promise(() => undefined);
let isHere = true;

function Late() {
  if (!isHere) throw forever;
  return <p>as it arrived</p>;
}

test("an island is waited for until it is left", async () => {
  const around = vi.fn();
  const hydrated = vi.fn();
  const root = arrive(
    <Hydrating onHydrated={hydrated}>
      <Island>
        <Late />
      </Island>
      <Drawn then={around} />
    </Hydrating>,
    () => undefined,
  );
  isHere = false;
  await vi.waitFor(() => expect(around).toHaveBeenCalledOnce());
  expect(screen.getByText("as it arrived")).toBeDefined();
  expect(hydrated).not.toHaveBeenCalled();

  root.render(<Hydrating onHydrated={hydrated}>{null}</Hydrating>);

  await vi.waitFor(() => expect(hydrated).toHaveBeenCalledOnce());
  root.unmount();
});
