import type { QueryClient } from "@tanstack/react-query";
import { matchPath } from "react-router";
import { read } from "../api/queries";
import { PICTURES } from "../ui/Picture";
import type { LazyPage } from "./lazy_page";

const STILL = "(prefers-reduced-motion: reduce)";
const isPlain = ({ button, altKey, ctrlKey, metaKey, shiftKey }: MouseEvent) =>
  button === 0 && !(altKey || ctrlKey || metaKey || shiftKey);
const linkAt = ({ target }: Event) => (target as Element).closest("a");

/**
 * Carry the picture of a product that is followed from a list to where it stands on its own page.
 *
 * A press fetches what that page shows; one that is not there by the click comes without a transition, for nobody waits
 * for what adorns.
 */
export function carryPictures(queries: QueryClient, page: LazyPage): void {
  if (!("startViewTransition" in document)) return;
  const productAt = (link: HTMLAnchorElement | null) => {
    const product_id = link?.closest("article") && matchPath(page.pattern, link.pathname)?.params.id;
    return product_id ? read("get_product", { product_id }) : undefined;
  };
  let latest: HTMLAnchorElement | undefined;
  let isPassing = false;
  const press = (event: Event) => {
    const product = productAt(linkAt(event));
    if (!product) return;
    page.preload().catch(() => undefined);
    void queries.prefetchQuery(product);
  };
  const follow = async (event: MouseEvent) => {
    const link = linkAt(event);
    if (isPassing || !link) return;
    latest = link;
    const picture = link.closest("article")?.querySelector("img");
    const product = productAt(link);
    const isThere = page.isLoaded && product && queries.getQueryData(product.queryKey);
    if (!picture || !isThere || !isPlain(event) || matchMedia(STILL).matches) return;
    event.preventDefault();
    event.stopPropagation();
    let there: HTMLElement | undefined;
    picture.style.viewTransitionName = "picture";
    const transition = document.startViewTransition(async () => {
      picture.style.viewTransitionName = "";
      if (latest !== link || !link.isConnected) return;
      const next = nextPicture(picture);
      isPassing = true;
      link.click();
      isPassing = false;
      there = await next;
      if (there) there.style.viewTransitionName = "picture";
    });
    transition.ready.catch(() => undefined);
    await transition.finished;
    if (there) there.style.viewTransitionName = "";
  };
  document.addEventListener("pointerdown", press);
  document.addEventListener("click", follow, true);
  addEventListener("popstate", () => {
    latest = undefined;
  });
}

/** Give the first picture of the page that comes, as soon as the one before is gone; none, where it has none. */
function nextPicture(before: Element): Promise<HTMLElement | undefined> {
  return new Promise((done) => {
    const observer = new MutationObserver(() => {
      if (before.isConnected) return;
      observer.disconnect();
      done(document.getElementById(PICTURES)?.firstElementChild as HTMLElement | undefined);
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });
}
