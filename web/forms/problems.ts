import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import type { Problem } from "../api/problem";
import { fieldWords } from "./field_words";

/**
 * Put what the API said to the fields it is about, in the words of the page; the rest stands in the summary.
 *
 * `names` gives the field of the form for one of the request, where the two differ.
 */
export function useShowProblem() {
  const { i18n } = useLingui();
  return useCallback(
    <V extends FieldValues>(
      form: UseFormReturn<V>,
      problem: Problem,
      names: Record<string, FieldPath<V>> = {},
    ): void => {
      const known = new Set(Object.keys(form.control._fields).length > 0 ? flat(form.getValues()) : []);
      const places = problem.errors.map(({ field, message, code, figures }) => {
        const words = code in fieldWords && fieldWords[code as keyof typeof fieldWords];
        return {
          name: names[field] ?? (field.replace(/^body\./, "") as FieldPath<V>),
          message: words ? i18n._({ ...words, values: figures ?? {} }) : message,
        };
      });
      const mine = places.filter(({ name }) => known.has(name));
      for (const { name, message } of mine) form.setError(name, { type: "server", message });
      const rest = places.filter(({ name }) => !known.has(name)).map(({ message }) => message);
      form.setError("root.server", {
        type: problem.code,
        message: mine.length > 0 && rest.length === 0 ? "" : rest.join(" "),
      });
      const [first] = mine;
      if (first) form.setFocus(first.name);
    },
    [i18n],
  );
}

function flat(values: object, before = ""): string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    typeof value === "object" && value !== null
      ? [`${before}${name}`, ...flat(value, `${before}${name}.`)]
      : [`${before}${name}`],
  );
}
