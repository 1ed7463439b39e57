import { screen } from "@testing-library/react";
import { type ReactNode, useEffect } from "react";
import { expect, test, vi } from "vitest";
import { create } from "zustand";
import { arrive } from "../testing/arrive";
import { Part, Waking } from "./waking";

const useStore = create(() => ({ said: "as it arrived" }));

function Holder({ children }: { children?: ReactNode }) {
  const { said } = useStore();
  return (
    <Part>
      <p>{said}</p>
      {children}
    </Part>
  );
}

test("what follows a store comes to life as it arrived, and only then is drawn anew", async () => {
  const wrong = vi.fn();

  const root = arrive(
    <Waking then={() => useStore.setState({ said: "anew" })}>
      <Holder>
        <Holder />
      </Holder>
    </Waking>,
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

function Effect({ then }: { then: () => void }) {
  useEffect(then, [then]);
  return null;
}

test("a part is waited for until it is left", async () => {
  const around = vi.fn();
  const alive = vi.fn();
  const root = arrive(
    <Waking then={alive}>
      <Part>
        <Late />
      </Part>
      <Effect then={around} />
    </Waking>,
    () => undefined,
  );
  isHere = false;
  await vi.waitFor(() => expect(around).toHaveBeenCalledOnce());
  expect(screen.getByText("as it arrived")).toBeDefined();
  expect(alive).not.toHaveBeenCalled();

  root.render(<Waking then={alive}>{null}</Waking>);

  await vi.waitFor(() => expect(alive).toHaveBeenCalledOnce());
  root.unmount();
});
