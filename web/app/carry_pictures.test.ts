import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { read } from "../api/queries";
import { paths } from "../paths";
import { api } from "../testing/api";
import { PICTURES } from "../ui/Picture";
import { carryPictures } from "./carry_pictures";
import { LazyPage } from "./lazy_page";
import { makeQueryClient } from "./query_client";

type Name = "Blue" | "Red";

const IDS = { Blue: "00000000-0000-7000-8000-000000000001", Red: "00000000-0000-7000-8000-000000000002" };
const queries = makeQueryClient();
const page = new LazyPage(paths.product, async () => () => null);
/** What the browser was asked for: it takes its time to look at the page before it has that changed. */
const transitions: { update: () => Promise<void>; finish: () => void }[] = [];
const followed = vi.fn<(words: string) => void>();

beforeAll(async () => {
  document.startViewTransition = ((update: () => Promise<void>) => {
    const finished = new Promise<void>((finish) => transitions.push({ update, finish }));
    return { ready: Promise.reject(new DOMException("Skipped", "AbortError")), finished };
  }) as unknown as typeof document.startViewTransition;
  carryPictures(queries, page);
  await page.preload();
});

beforeEach(() => {
  followed.mockReset();
  document.body.innerHTML = `
    <main>
      <article><img alt=""><a href="/products/blue/${IDS.Blue}">Blue</a></article>
      <article><img alt=""><a href="/products/red/${IDS.Red}">Red</a></article>
      <a href="/shops">Shops</a>
    </main>`;
  for (const link of document.querySelectorAll("a"))
    link.addEventListener("click", (event) => {
      event.preventDefault();
      followed(link.textContent);
    });
});

afterEach(() => {
  queries.clear();
  transitions.length = 0;
});

const link = (words: string) => [...document.querySelectorAll("a")].find((one) => one.textContent === words) as Element;
const click = (words: string) =>
  link(words).dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
const press = (words: Name) => link(words).dispatchEvent(new Event("pointerdown", { bubbles: true }));

/** Press a card and wait for what its page shows. */
async function pressLong(words: Name) {
  api.answers("get_product", { title: words } as never);
  press(words);
  const { queryKey } = read("get_product", { product_id: IDS[words] });
  await vi.waitFor(() => expect(queries.getQueryData(queryKey)).toBeDefined());
}

function arrive(markup: string) {
  document.body.innerHTML = `<main><h1>Blue</h1>${markup}</main>`;
}

test("a picture goes with its product when that is there by the click", async () => {
  await pressLong("Blue");

  click("Blue");
  expect(document.querySelector("img")?.style.viewTransitionName).toBe("picture");
  const shown = transitions[0]?.update();
  expect(followed.mock.calls).toEqual([["Blue"]]);
  arrive(`<div id="${PICTURES}"><span></span></div>`);
  await shown;
  const there = document.querySelector("span");
  expect(there?.style.viewTransitionName).toBe("picture");
  transitions[0]?.finish();

  await vi.waitFor(() => expect(there?.style.viewTransitionName).toBe(""));
});

test("a product that is not there by the click is followed without waiting for it", () => {
  api.silent("get_product");
  press("Blue");

  click("Blue");

  expect(followed.mock.calls).toEqual([["Blue"]]);
  expect(transitions).toHaveLength(0);
});

test("whoever wants nothing to move follows at once", async () => {
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  await pressLong("Blue");

  click("Blue");

  expect(followed.mock.calls).toEqual([["Blue"]]);
  expect(transitions).toHaveLength(0);
});

test.each([
  ["a link", () => void click("Shops"), [["Shops"]]],
  ["the way back", () => dispatchEvent(new PopStateEvent("popstate")), []],
  ["what takes the list away", () => document.querySelector("main")?.remove(), []],
])("%s that comes before the transition is not gone over", async (_, elsewhere, expected) => {
  await pressLong("Blue");
  click("Blue");

  elsewhere();
  await transitions[0]?.update();

  expect(followed.mock.calls).toEqual(expected);
});

test("the later of two clicks wins", async () => {
  await pressLong("Blue");
  await pressLong("Red");
  click("Blue");
  click("Red");

  for (const { update } of transitions) void update();

  expect(followed.mock.calls).toEqual([["Red"]]);
});

test("a page without pictures is shown as soon as it is there, and nothing looks for any more", async () => {
  await pressLong("Blue");
  const ended = vi.spyOn(MutationObserver.prototype, "disconnect");
  click("Blue");

  const shown = transitions[0]?.update();
  arrive("");
  await shown;

  expect(ended).toHaveBeenCalledOnce();
});
