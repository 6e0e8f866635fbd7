import type { ProblemCode } from '../../problems/codes.js';
import { type Problem, ProblemError } from '../../problems/problem.js';

interface Kind {
  readonly is: RegExp;
  readonly code: ProblemCode;
  /** `name` is the table or column that the engine's text names. */
  readonly says: (name: string) => string;
}

/** DuckDB tells its errors apart by their first words alone. */
const KINDS: readonly Kind[] = [
  { is: /^INTERRUPT Error/, code: 'CANCELLED', says: () => 'The query was cancelled.' },
  {
    is: /^Catalog Error: Table with name "?([^\s"!]+)"? does not exist/,
    code: 'TABLE_NOT_FOUND',
    says: (name) => `The engine has no table "${name}".`,
  },
  {
    is: /^Binder Error: Referenced column "([^"]+)" (?:not found|was not found)/,
    code: 'COLUMN_NOT_FOUND',
    says: (name) => `No table of this query has a column "${name}".`,
  },
  {
    is: /^Binder Error: (?:Values list|Table) "[^"]+" does not have a column named "([^"]+)"/,
    code: 'COLUMN_NOT_FOUND',
    says: (name) => `A table of this query has no column "${name}".`,
  },
  {
    is: /^(?:Out of Range Error|Conversion Error: (?:Type .* with value|Could not cast value|Casting value))/,
    code: 'NUMBER_OUT_OF_RANGE',
    says: () => 'A number is too large for its type.',
  },
  {
    is: /^Conversion Error|^Invalid Input Error: (?:Failed to cast|Could not convert)/,
    code: 'VALUE_NOT_CONVERTIBLE',
    says: () => 'A value in the data does not have the form of the type that it is cast to.',
  },
  {
    is: /^Out of Memory Error/,
    code: 'ENGINE_OUT_OF_MEMORY',
    says: () => 'The query needs more memory than the engine may use.',
  },
  {
    is: /^IO Error: (?:No files found|Cannot open file)/,
    code: 'TABLE_NOT_FOUND',
    says: () => 'The files of a table are no longer there.',
  },
];

/** The engine's failure under a stable code; its own text is kept as `cause`, for the log and not for the caller. */
export function engineProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const text = messageOf(error);
  for (const { is, code, says } of KINDS) {
    const match = is.exec(text);
    if (match) return withCause({ code, message: says(match[1] ?? '') }, error);
  }
  return withCause({ code: 'ENGINE_FAILED', message: 'The engine could not run the query.' }, error);
}

export function withCause(problem: Problem, cause: unknown): ProblemError {
  const failure = new ProblemError([problem]);
  Object.defineProperty(failure, 'cause', { value: cause, enumerable: false });
  return failure;
}

/** Failures that mean: the files under a view are not those it was made from. */
export function isStale(error: unknown): boolean {
  return /^(?:Catalog Error: Table|Binder Error|IO Error: (?:No files found|Cannot open file))/.test(messageOf(error));
}

/** Errors of a native module may belong to another realm, where `instanceof Error` is false. */
const messageOf = (error: unknown): string =>
  String((error as { readonly message?: unknown } | null)?.message ?? error);
