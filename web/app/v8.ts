/**
 * What libraries look for and V8 by itself does not have.
 *
 * Rendering reads addresses; of the rest only the names are needed, when a module is loaded.
 */

class Nothing {
  encode = () => new Uint8Array();
  abort = () => undefined;
  port1 = {};
  port2 = {};
}

/** The parameters of a query, in the form WHATWG calls application/x-www-form-urlencoded. */
class SearchParams {
  private pairs: [string, string][] = [];

  constructor(given: string | SearchParams | [string, string][] | Record<string, string> = "") {
    if (typeof given !== "string") this.pairs = Array.from(Symbol.iterator in given ? given : Object.entries(given));
    else
      for (const part of given.replace(/^\?/, "").split("&").filter(Boolean)) {
        const [name = "", ...value] = part.split("=");
        this.pairs.push([decoded(name), decoded(value.join("="))]);
      }
  }

  get size() {
    return this.pairs.length;
  }
  get(name: string) {
    return this.pairs.find(([one]) => one === name)?.[1] ?? null;
  }
  getAll(name: string) {
    return this.pairs.filter(([one]) => one === name).map(([, value]) => value);
  }
  has(name: string) {
    return this.pairs.some(([one]) => one === name);
  }
  append(name: string, value: string) {
    this.pairs.push([name, String(value)]);
  }
  delete(name: string) {
    this.pairs = this.pairs.filter(([one]) => one !== name);
  }
  set(name: string, value: string) {
    this.delete(name);
    this.append(name, value);
  }
  forEach(use: (value: string, name: string) => void) {
    for (const [name, value] of this.pairs) use(value, name);
  }
  keys() {
    return this.pairs.map(([name]) => name)[Symbol.iterator]();
  }
  values() {
    return this.pairs.map(([, value]) => value)[Symbol.iterator]();
  }
  entries() {
    return this.pairs[Symbol.iterator]();
  }
  [Symbol.iterator]() {
    return this.entries();
  }
  toString() {
    return this.pairs.map((pair) => pair.map(encoded).join("=")).join("&");
  }
}

function decoded(text: string): string {
  const plain = text.replace(/\+/g, " ");
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

const encoded = (text: string) =>
  encodeURIComponent(text)
    .replace(/%20/g, "+")
    .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** An address of the shop, in its parts. */
class Address {
  readonly origin: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;

  constructor(given: string | Address, base: string | Address = "") {
    const whole = /^[a-z][a-z0-9+.-]*:/i.test(String(given)) ? String(given) : new URL(String(base)).origin + given;
    const [, origin, pathname, search, hash] =
      /^([a-z][a-z0-9+.-]*:(?:\/\/[^/?#]*)?)([^?#]*)(\?[^#]*)?(#.*)?$/i.exec(whole) ?? [];
    if (!origin) throw new TypeError(`Not an address: ${given}`);
    this.origin = origin;
    this.pathname = pathname || "/";
    this.search = search ?? "";
    this.hash = hash ?? "";
  }

  get href() {
    return this.origin + this.pathname + this.search + this.hash;
  }
  get protocol() {
    return this.origin.slice(0, this.origin.indexOf(":") + 1);
  }
  get searchParams() {
    return new SearchParams(this.search);
  }
  toString() {
    return this.href;
  }
}

const shims: Record<string, unknown> = {
  URL: Address,
  URLSearchParams: SearchParams,
  TextEncoder: Nothing,
  TextDecoder: Nothing,
  MessageChannel: Nothing,
  AbortController: Nothing,
  setTimeout: () => 0,
  clearTimeout: () => undefined,
  console: { error: () => undefined, warn: () => undefined, log: () => undefined },
};
for (const [name, shim] of Object.entries(shims)) (globalThis as Record<string, unknown>)[name] ??= shim;
