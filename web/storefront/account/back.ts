import { useNavigate, useSearchParams } from "react-router";
import { useSession } from "../../api/session";
import { paths } from "../../paths";
import { consoleOf } from "../../queries/me";

/** Give the page to return to that an address names, if it is one of the shop. */
export function backOf(search: URLSearchParams): string | undefined {
  const back = search.get("back") ?? "";
  return /^\/(?![/\\])/.test(back) ? back : undefined;
}

/**
 * Return to where somebody came from, or go on to their account; the checkout is a document of its own.
 *
 * Whoever has a console goes on to it, also from the page that everybody comes in by.
 */
export function useBack() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const back = backOf(search);
  const go = () => {
    const own = consoleOf(useSession.getState().role)?.to;
    const to = own && (back ?? paths.home.pattern) === paths.home.pattern ? own : (back ?? paths.account.to());
    if (to.startsWith(paths.checkout.pattern)) location.replace(to);
    else navigate(to, { replace: true });
  };
  return { back, go };
}
