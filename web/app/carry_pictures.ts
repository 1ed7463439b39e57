import type { QueryClient } from "@tanstack/react-query";
import { matchPath } from "react-router";
import { read } from "../api/queries";
import { paths } from "../paths";
import { PICTURES } from "../ui/Picture";

/** So many milliseconds a page may take to come before it comes without a transition. */
const PATIENCE = 400;

const STILL = "(prefers-reduced-motion: reduce)";
const isPlain = ({ button, altKey, ctrlKey, metaKey, shiftKey }: MouseEvent) =>
  button === 0 && !(altKey || ctrlKey || metaKey || shiftKey);

/** Carry the picture of a product that is followed from a list to where it stands on its own page. */
export function carryPictures(queries: QueryClient): void {
  let isPassing = false;
  const follow = async (event: MouseEvent) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("article a");
    const picture = link?.closest("article")?.querySelector("img");
    const product_id = link && matchPath(paths.product.pattern, link.pathname)?.params.id;
    if (isPassing || !picture || !product_id || !isPlain(event) || matchMedia(STILL).matches) return;
    event.preventDefault();
    event.stopPropagation();
    const pass = () => {
      isPassing = true;
      link.click();
      isPassing = false;
    };
    const page = import("../storefront/product/ProductPage");
    const isThere = Promise.all([page, queries.prefetchQuery(read("get_product", { product_id }))]).then(
      () => true,
      () => false,
    );
    if (!(await Promise.race([isThere, later()]))) return pass();
    let there: HTMLElement | undefined;
    picture.style.viewTransitionName = "picture";
    const transition = document.startViewTransition(async () => {
      picture.style.viewTransitionName = "";
      const next = nextPicture();
      pass();
      there = await next;
      if (there) there.style.viewTransitionName = "picture";
    });
    transition.ready.catch(() => undefined);
    await transition.finished;
    if (there) there.style.viewTransitionName = "";
  };
  if ("startViewTransition" in document) document.addEventListener("click", follow, true);
}

const later = () => new Promise<undefined>((done) => setTimeout(done, PATIENCE));

/** Give the picture of the page that is on its way once it stands there; none, when that takes too long. */
function nextPicture(): Promise<HTMLElement | undefined> {
  const first = () => document.getElementById(PICTURES)?.firstElementChild as HTMLElement | undefined;
  const before = first();
  const come = new Promise<HTMLElement>((done) => {
    const observer = new MutationObserver(() => {
      const now = first();
      if (!now || now === before) return;
      observer.disconnect();
      done(now);
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });
  return Promise.race([come, later()]);
}
