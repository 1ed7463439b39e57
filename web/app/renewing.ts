import { ask } from "../api/ask";

/**
 * Load the document anew when a part of it is gone, as it is after two deployments: once another document stands at its
 * address. The same one would miss the same part again.
 */
export function renewWhenPartsAreGone(): void {
  const entry = document.querySelector("script[type=module]")?.getAttribute("src");
  if (!entry) return;
  const isOutdated = async () => {
    const answer = await ask(location.href, { cache: "no-cache" });
    return answer.ok && !(await answer.text()).includes(entry);
  };
  addEventListener("vite:preloadError", async () => {
    if (await isOutdated().catch(() => false)) location.reload();
  });
}
