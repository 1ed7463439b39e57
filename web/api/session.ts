import { create } from "zustand";
import { remembered } from "../state/storage";
import { ask, jsonOf } from "./ask";
import type { Model } from "./contract";
import { Problem, problemOf } from "./problem";

export type Role = Model<"Role">;

interface Session {
  /** Whose requests these are; null for a visitor of whom nothing is known. */
  role: Role | null;
  /** Whether it is known by now: a session that a cookie keeps is found out about after the first paint. */
  known: boolean;
  /** Why it could not be found out; somebody may be signed in all the same. */
  problem: Problem | null;
  user_id: string | null;
  seller_id: string | null;
}

interface Access {
  token: string;
  /** When it ends, in milliseconds of this page's clock. */
  ends: number;
}

const nobody = { role: null, known: true, problem: null, user_id: null, seller_id: null };
// Says that there is a cookie to refresh with, which no script can see.
const mark = remembered("souk.session");
const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("souk.session");
const MARGIN = 30_000;

let access: Access | undefined;

/** Who this is, for whatever is drawn; nothing but this module changes it. */
export const useSession = create<Session>(() => ({ ...nobody, known: false }));

/** Whether somebody has signed in; a guest has not. */
export const isSignedIn = ({ role }: Pick<Session, "role">): boolean => role !== null && role !== "guest";

/** Give the token to send, refreshed when it is about to end; undefined for a visitor without a session. */
export async function token(): Promise<string | undefined> {
  if (access && access.ends - MARGIN > performance.now()) return access.token;
  return mark.read() === "" ? settle(undefined) : alone(refresh);
}

/** The token at hand, without asking for one. */
export const tokenAtHand = (): string | undefined => access?.token;

/** Give a token in any case: that of a new guest when there is no session. */
export async function tokenOrGuest(): Promise<string | undefined> {
  return (await token()) ?? alone(async () => settle(await tokens("/api/auth/guest", {})));
}

/** Sign in; the cart of the guest that this browser was comes along. */
export async function signIn(credentials: Model<"Login">): Promise<void> {
  const guest = await token().catch(() => undefined);
  await alone(async () => settle(await tokens("/api/auth/login", credentials, guest)));
  tellOtherTabs();
}

/** Sign out, here and in every other tab. Throws Problem when the API could not be told: the session goes on. */
export async function signOut(): Promise<void> {
  const sent = await token();
  if (sent) {
    await send("/api/auth/logout", undefined, sent).catch((problem: Problem) => {
      if (problem.status !== 401) throw problem;
    });
  }
  settle(undefined);
  tellOtherTabs();
}

/** Take a token that the API no longer accepts as the end of its life, and try for another. */
export async function renew(refused: string): Promise<string | undefined> {
  if (access?.token === refused) access = undefined;
  return token();
}

/** Find out at the start of a page who this is. */
export const begin = (): Promise<unknown> => token().catch((problem) => useSession.setState({ known: true, problem }));

/** Find out anew whenever another tab signed in or out. */
export function followOtherTabs(): void {
  channel?.addEventListener("message", ({ data }) => {
    access = undefined;
    // What the other tab wrote down may arrive here after its message.
    mark.write(data);
    void begin();
  });
}

function tellOtherTabs(): void {
  channel?.postMessage(useSession.getState().role ?? "");
}

// Each refresh token works once: over all tabs, one at a time brings it.
function alone<T>(work: () => Promise<T>): Promise<T> {
  if (!navigator.locks) return queued(work);
  return navigator.locks.request("souk.session", work).catch((error) => {
    // A browser that may keep nothing refuses locks too, and then no other tab has the session either.
    if (error.name === "SecurityError") return queued(work);
    throw error;
  }) as Promise<T>;
}

let last: Promise<unknown> = Promise.resolve();

function queued<T>(work: () => Promise<T>): Promise<T> {
  const next = last.then(work, work);
  last = next.catch(() => undefined);
  return next;
}

async function refresh(): Promise<string | undefined> {
  if (access && access.ends - MARGIN > performance.now()) return access.token;
  try {
    return settle(await tokens("/api/auth/refresh", {}));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // Only a refusal ends a session; a hiccup leaves it, and the cart with it.
    if (error.status === 401) return settle(undefined);
    if (error.code !== "refresh_in_progress") throw error;
    // The page before this one did it as it was left, and its cookie is on the way; the API says so for a few seconds.
    await new Promise((done) => setTimeout(done, (error.retryAfter ?? 1) * 1000));
    return refresh();
  }
}

function settle(given: { access_token: string; expires_in: number } | undefined): string | undefined {
  if (!given) {
    access = undefined;
    mark.write("");
    useSession.setState(nobody);
    return undefined;
  }
  const claims = claimsOf(given.access_token);
  access = { token: given.access_token, ends: performance.now() + given.expires_in * 1000 };
  mark.write(claims.role);
  useSession.setState({
    role: claims.role,
    known: true,
    problem: null,
    user_id: claims.sub,
    seller_id: claims.seller ?? null,
  });
  return access.token;
}

/** Read what a token says; it is only shown, and never trusted with more. */
function claimsOf(jwt: string): { role: Role; sub: string; seller?: string } {
  const payload = jwt.split(".")[1] ?? "";
  return JSON.parse(atob(payload.replace(/-/g, "+").replace(/_/g, "/")));
}

async function tokens(path: string, body: unknown, sent?: string): Promise<Model<"Tokens">> {
  return jsonOf(await send(path, body, sent));
}

async function send(path: string, body: unknown, sent?: string): Promise<Response> {
  const headers: Record<string, string> = { "Content-Type": "application/json", "Souk-Client": "web" };
  if (sent) headers.Authorization = `Bearer ${sent}`;
  const answer = await ask(path, {
    method: "POST",
    headers,
    body: body === undefined ? null : JSON.stringify(body),
    // A page that is left before the answer came would lose the cookie in it, and the session with that.
    keepalive: true,
  });
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}
