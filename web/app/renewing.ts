import { ask } from "../api/ask";
import { tabStorage } from "../state/storage";

const NAME = "souk.gone";

/**
 * Load the document anew when a part of it is gone, as it is after two deployments; once for each part, and not when the
 * shop does not answer, for what stands here would be gone then too.
 */
export function renewWhenPartsAreGone(): void {
  addEventListener("vite:preloadError", async ({ payload }) => {
    if (tabStorage.getItem(NAME) === payload.message) return;
    tabStorage.setItem(NAME, payload.message);
    const answer = await ask(location.href, {}).catch(() => undefined);
    if (answer?.ok) location.reload();
  });
}
