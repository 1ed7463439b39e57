import { beforeEach, expect, test } from "vitest";
import { api } from "../testing/api";
import { be, tokensOf } from "../testing/people";
import { call } from "./client";
import { begin, followOtherTabs, isSignedIn, signOut, useSession } from "./session";

beforeEach(() => be("customer"));

const signedIn = () => isSignedIn(useSession.getState());

test("who signs out is gone once the API knows it", async () => {
  await signOut();

  expect(signedIn()).toBe(false);
  expect(api.asked("logout").map(({ headers }) => headers.get("Authorization"))).toEqual([
    `Bearer ${tokensOf("customer").access_token}`,
  ]);
});

test.each([
  ["stays silent", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["is broken", () => Response.json({ code: "unavailable" }, { status: 503 })],
])("while the API %s nobody is called signed out, for the session would go on", async (_, reply) => {
  api.replies("logout", reply);

  await expect(signOut()).rejects.toMatchObject({ passes: true });

  expect(signedIn()).toBe(true);
});

test("a session that ended elsewhere is one to be signed out of", async () => {
  api.refuses("logout", 401, { code: "unauthenticated" });

  await signOut();

  expect(signedIn()).toBe(false);
});

test("a token that was revoked elsewhere ends the session here with the next request, and once", async () => {
  api.refuses("get_me", 401, { code: "unauthenticated" });
  api.refuses("refresh", 401, { code: "invalid_refresh_token" });

  await expect(call("get_me")).rejects.toMatchObject({ status: 401 });

  expect(signedIn()).toBe(false);
  expect(useSession.getState().known).toBe(true);
  expect([api.asked("get_me").length, api.asked("refresh").length]).toEqual([1, 1]);
});

test("a session that the page before was about to renew is waited for", async () => {
  api.replies("get_me", ({ headers }) =>
    headers.get("Authorization")?.endsWith(tokensOf("seller").access_token)
      ? Response.json({})
      : Response.json({}, { status: 401 }),
  );
  api.replies("refresh", () => {
    api.answers("refresh", tokensOf("seller"));
    return Response.json({ code: "refresh_in_progress" }, { status: 409, headers: { "Retry-After": "0.01" } });
  });

  await call("get_me");

  expect(useSession.getState()).toMatchObject({ role: "seller", problem: null });
  expect(api.asked("refresh")).toHaveLength(2);
});

test("a session that could not be looked up is not over", async () => {
  api.refuses("get_me", 401, { code: "unauthenticated" });
  api.replies("refresh", () => Promise.reject(new TypeError("Failed to fetch")));

  await expect(call("get_me")).rejects.toMatchObject({ status: 0 });
  await begin();

  expect(signedIn()).toBe(true);
  expect(useSession.getState().problem).toMatchObject({ status: 0 });
});

test("signed out in another tab, one is gone here, and nothing is asked", async () => {
  followOtherTabs();
  const other = new BroadcastChannel("souk.session");

  other.postMessage("");

  await expect.poll(signedIn).toBe(false);
  expect(api.requests).toEqual([]);
  other.close();
});
