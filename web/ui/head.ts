import { createContext, useContext, useEffect } from "react";
import { useLocation, useNavigate } from "react-router";

/** What a page says of itself. */
export interface PageHead {
  /** What it is called; undefined until that is read. */
  title: string | undefined;
  description?: string | undefined;
  /** The one address of the page, from the shop's root. */
  canonical?: string | undefined;
  image?: string | null | undefined;
  /** Schema.org objects; addresses in them that begin with a slash are made whole. */
  data?: object[] | undefined;
  /** Keep search engines away. */
  unlisted?: boolean | undefined;
  /** What the page is answered with when V8 renders it. */
  status?: number | undefined;
}

export interface HeadOf extends Partial<PageHead> {
  origin: string;
  status: number;
  /** Set when the page belongs at another address. */
  location?: string;
}

/** Where V8 learns what the page says of itself; in browsers there is none. */
export const Head = createContext<HeadOf | null>(null);

/** What the shop is called, in every language. */
export const NAME = "Souk";
const titled = (title = NAME) => (title === NAME ? NAME : `${title} · ${NAME}`);

/** Say what the page is called, and while V8 renders it, everything else that stands in its head. */
export function useHead(page: PageHead): void {
  const collected = useContext(Head);
  if (collected) Object.assign(collected, page, { status: page.status ?? collected.status });
  useEffect(() => {
    document.title = titled(page.title);
  }, [page.title]);
}

/** Bring a visitor who came with other words in the address to the one that it has; what is asked for comes along. */
export function useOneAddress(canonical: string | undefined): void {
  const { pathname, search, hash } = useLocation();
  const navigate = useNavigate();
  const collected = useContext(Head);
  const isElsewhere = canonical !== undefined && decoded(pathname) !== decoded(canonical);
  if (isElsewhere && collected) collected.location = canonical + search;
  useEffect(() => {
    if (isElsewhere) navigate(canonical + search + hash, { replace: true });
  }, [isElsewhere, canonical, search, hash, navigate]);
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** Write the head of a rendered page. */
export function headMarkup({
  origin,
  title = NAME,
  description,
  canonical,
  image,
  data,
  unlisted,
  status,
}: HeadOf): string {
  const whole = (address: string) => (address.startsWith("/") ? origin + address : address);
  const lines = [`<title>${escaped(titled(title))}</title>`];
  const meta = (kind: "name" | "property", name: string, content: string) =>
    lines.push(`<meta ${kind}="${name}" content="${escaped(content)}">`);
  if (description) meta("name", "description", description);
  if (unlisted || status >= 400) meta("name", "robots", "noindex");
  if (canonical) lines.push(`<link rel="canonical" href="${escaped(whole(canonical))}">`);
  meta("property", "og:site_name", NAME);
  meta("property", "og:title", title);
  meta("property", "og:type", "website");
  if (description) meta("property", "og:description", description);
  if (canonical) meta("property", "og:url", whole(canonical));
  if (image) meta("property", "og:image", whole(image));
  for (const object of data ?? []) {
    const json = JSON.stringify(object, (name, value) =>
      typeof value === "string" && /^(url|image|item|@id)$/.test(name) ? whole(value) : value,
    );
    lines.push(`<script type="application/ld+json">${json.replace(/</g, "\\u003c")}</script>`);
  }
  return lines.join("");
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
