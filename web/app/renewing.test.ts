import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { renewWhenPartsAreGone } from "./renewing";

const reload = vi.fn();
const fetched = vi.fn<typeof fetch>();
const documentOf = (entry: string) => `<!doctype html><script type="module" src="/assets/${entry}.js"></script>`;

beforeAll(() => {
  // The script is not fetched here, which would be an error.
  Reflect.get(window, "happyDOM").settings.handleDisabledFileLoadingAsSuccess = true;
  document.head.innerHTML = `<script type="module" src="/assets/index-1.js"></script>`;
  renewWhenPartsAreGone();
});

beforeEach(() => {
  vi.spyOn(location, "reload").mockImplementation(reload);
  vi.stubGlobal("fetch", fetched);
});

afterEach(() => {
  reload.mockReset();
  fetched.mockReset();
});

/** Say that a part is gone, and wait until what comes of it is decided. */
async function lose(part: string) {
  const asked = fetched.mock.calls.length;
  const event = Object.assign(new Event("vite:preloadError"), { payload: new Error(`Failed to fetch ${part}`) });
  dispatchEvent(event);
  await vi.waitFor(() => expect(fetched.mock.calls.length).toBeGreaterThan(asked));
  await Promise.allSettled(fetched.mock.results.map(({ value }) => value));
  await new Promise((done) => setTimeout(done));
}

test("a part that is gone since another deployment has the document loaded anew, and so has the next", async () => {
  fetched.mockImplementation(async () => new Response(documentOf("index-2")));

  await lose("");
  await lose("");

  expect(reload).toHaveBeenCalledTimes(2);
});

test("parts that are gone from the deployment that there is do not load it for ever", async () => {
  fetched.mockImplementation(async () => new Response(documentOf("index-1")));

  for (const part of ["a.js", "b.js", "a.js"]) await lose(part);

  expect(reload).not.toHaveBeenCalled();
});

test.each([
  ["does not answer", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["refuses", async () => new Response("{}", { status: 503 })],
])("what stands here stays while the shop %s", async (_, answer) => {
  fetched.mockImplementation(answer);

  await lose("a.js");

  expect(reload).not.toHaveBeenCalled();
});
