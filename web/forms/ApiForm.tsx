import { Trans, useLingui } from "@lingui/react/macro";
import { createContext, type FormEventHandler, type ReactNode, useContext, useEffect, useId, useRef } from "react";
import { type FieldValues, FormProvider, type UseFormReturn } from "react-hook-form";
import type { Problem } from "../api/problem";
import { styled } from "../theme/styled";
import { Themed } from "../theme/Themed";
import { colour, radius, type as sizes } from "../theme/tokens";
import { wordsFor } from "../ui/problem_words";
import { useSecondsLeft } from "../ui/useSecondsLeft";

const FormId = createContext("");

/** The id of a field's control: two forms on a page may have fields of one name. */
export const useFieldId = (name: string): string => useContext(FormId) + name;

interface Props<V extends FieldValues> {
  form: UseFormReturn<V>;
  onSubmit: FormEventHandler;
  busy?: boolean;
  /** What the form is called where no heading names it. */
  label?: string;
  /** Why the last attempt failed, in case no field says it. */
  problem?: Problem | null;
  /** What is safe in spite of it. */
  safe?: ReactNode;
  children: ReactNode;
}

/** A form whose fields know it: what is wrong is said at its fields and, where there is more than one, in a summary. */
export function ApiForm<V extends FieldValues>({
  form,
  onSubmit,
  busy = false,
  label,
  problem,
  safe,
  children,
}: Props<V>) {
  const { errors, submitCount } = form.formState;
  const places = fieldsOf(errors);
  const summary = useRef<HTMLDivElement>(null);
  const id = useId();
  const count = places.length;
  useEffect(() => {
    if (submitCount > 0 && count > 1) summary.current?.focus();
  }, [submitCount, count]);
  return (
    <FormProvider {...form}>
      <FormId.Provider value={id}>
        <form noValidate onSubmit={onSubmit} aria-label={label} aria-busy={busy}>
          {count > 1 && (
            <Summary ref={summary} tabIndex={-1} aria-labelledby={`${id}summary`}>
              <h2 id={`${id}summary`}>
                <Trans>Some of it needs to be put right</Trans>
              </h2>
              <ul>
                {places.map(({ name, message }) => (
                  <li key={name}>
                    <a
                      href={`#${id}${name}`}
                      onClick={(event) => {
                        event.preventDefault();
                        form.setFocus(name as never);
                      }}
                    >
                      {labelOf(id + name)}
                      {message}
                    </a>
                  </li>
                ))}
              </ul>
            </Summary>
          )}
          {problem && (count === 0 || safe) && (
            <Refusal problem={problem} detail={errors.root?.server?.message} safe={safe} />
          )}
          <Themed>{children}</Themed>
        </form>
      </FormId.Provider>
    </FormProvider>
  );
}

interface RefusalProps {
  problem: Problem;
  /** What the API said of nothing that is a field here. */
  detail: string | undefined;
  safe: ReactNode;
}

/** Why a form was not taken; its button is the way to try again. */
function Refusal({ problem, detail, safe }: RefusalProps) {
  const { i18n } = useLingui();
  const left = useSecondsLeft(problem);
  return (
    <Summary role="alert">
      <p>{i18n._(wordsFor(problem))}</p>
      {detail && <p>{detail}</p>}
      {safe && <p className="quiet">{safe}</p>}
      {left > 0 && (
        <p className="quiet" aria-live="off">
          <Trans>Try again in {left} s</Trans>
        </p>
      )}
      {problem.passes && problem.request_id && (
        <small>
          <Trans>
            Request <bdi>{problem.request_id}</bdi>
          </Trans>
        </small>
      )}
    </Summary>
  );
}

/** What a control is called, for one who reads of it elsewhere; nothing where several share a name. */
function labelOf(id: string): string {
  const label = document.querySelector(`label[for="${id}"]`)?.textContent;
  return label ? `${label}: ` : "";
}

interface Place {
  name: string;
  message: string;
}

function fieldsOf(errors: object, before = ""): Place[] {
  return Object.entries(errors).flatMap(([name, error]) => {
    if (name === "root" || !error || typeof error !== "object") return [];
    if (typeof error.message === "string" && "type" in error)
      return [{ name: `${before}${name}`, message: error.message }];
    return fieldsOf(error, `${before}${name}.`);
  });
}

const Summary = styled("div")({
  padding: 16,
  marginBlockEnd: 24,
  border: `2px solid ${colour("error")}`,
  borderRadius: radius.control,
  "& > h2": { fontSize: sizes.text, marginBlockEnd: 8 },
  "& a": { color: colour("error"), display: "inline-block", paddingBlock: 4 },
  "& > .quiet, & > small": { color: colour("quiet"), fontSize: sizes.label, overflowWrap: "anywhere" },
});
