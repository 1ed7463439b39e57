import { useEffect, useRef } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";

/** What was written and not saved, by the form it was written in. */
export const drafts = new Map<string, FieldValues>();

/**
 * Keep what is written in a form when its page is left unsaved, such as for a sign-in, and write it there again.
 *
 * `name` says which form it is and whose. Gives what forgets it, to be called when it was saved or given up.
 */
export function useDraft<V extends FieldValues>(form: UseFormReturn<V>, name: string): () => void {
  const unsaved = useRef(false);
  const first = useRef({ form, name }).current;
  unsaved.current = form.formState.isDirty;
  useEffect(() => {
    const { form, name } = first;
    const kept = drafts.get(name);
    if (kept) form.reset(kept as V, { keepDefaultValues: true });
    drafts.delete(name);
    return () => {
      if (unsaved.current) drafts.set(name, form.getValues());
    };
  }, [first]);
  return () => {
    unsaved.current = false;
  };
}
