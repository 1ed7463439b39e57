/** One thing that is wrong with one field of a request. */
export interface FieldError {
  field: string;
  message: string;
  code: string;
  /** The limits and names in its message. */
  figures?: Record<string, number | string>;
}

interface Body {
  code?: string;
  detail?: string;
  errors?: FieldError[];
  request_id?: string;
}

/**
 * A request that was refused, or that nothing answered (`status` 0, code `no_answer` or `timeout`).
 *
 * `members` is the whole problem document: what a code says beyond the common fields stands in it.
 */
export class Problem extends Error {
  readonly code: string;
  readonly detail: string | undefined;
  readonly errors: FieldError[];
  readonly request_id: string | undefined;

  constructor(
    readonly status: number,
    readonly members: Body & Record<string, unknown> = {},
    /** Seconds after which to ask again, when the API said so. */
    readonly retryAfter?: number,
  ) {
    super(members.detail ?? members.code ?? `status ${status}`);
    this.name = "Problem";
    this.code = members.code ?? (status === 0 ? "no_answer" : "internal_error");
    this.detail = members.detail;
    this.errors = members.errors ?? [];
    this.request_id = members.request_id;
  }

  /** Whether the same request may succeed a little later. */
  get passes(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Read a problem from an answer, whatever its body turns out to be. */
export async function problemOf(answer: Response): Promise<Problem> {
  const body = await answer.json().catch(() => ({}));
  const members = typeof body === "object" && body !== null ? body : {};
  const seconds = Number(answer.headers.get("Retry-After"));
  const request_id = members.request_id ?? answer.headers.get("X-Correlation-Id") ?? undefined;
  return new Problem(answer.status, { ...members, request_id }, seconds > 0 ? seconds : undefined);
}
