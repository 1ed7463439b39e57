import { type ReactNode, startTransition, useEffect } from "react";
import { hydrateRoot, type Root } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { vi } from "vitest";

/** Put a page into the document as V8 draws it, and begin to bring it to life; React says what went wrong with it. */
export function arrive(page: ReactNode, onRecoverableError: (error: unknown) => void): Root {
  // React warns of effects in what it takes for a server, which has a document here.
  const warnings = vi.spyOn(console, "error").mockReturnValue();
  document.body.innerHTML = renderToString(page);
  warnings.mockRestore();
  let root: Root | undefined;
  startTransition(() => {
    root = hydrateRoot(document.body, page, { onRecoverableError });
  });
  return root as unknown as Root;
}

/** Calls back once what stands around the islands beside it is hydrated. */
export function Drawn({ then }: { then: () => void }): null {
  useEffect(then, [then]);
  return null;
}
