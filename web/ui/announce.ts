let region: HTMLElement | undefined;

/** Tell people who listen to a page what happened on it; the words are translated by the caller. */
export function announce(words: string): void {
  region ??= made();
  // The same words again are read only when the region was empty in between.
  region.textContent = "";
  const target = region;
  requestAnimationFrame(() => {
    target.textContent = words;
  });
}

function made(): HTMLElement {
  const element = document.createElement("div");
  element.setAttribute("role", "status");
  element.setAttribute("aria-live", "polite");
  element.className = "for-ears";
  document.body.append(element);
  return element;
}
