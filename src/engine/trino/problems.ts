import type { ProblemCode } from '../../problems/codes.js';
import { type Problem, ProblemError } from '../../problems/problem.js';

/** A failure after which the same read may succeed: nothing of it has reached the caller. */
export class TransientProblem extends ProblemError {}

/** A coordinator that has just come back takes statements, and fails them all, for a few seconds. */
export class EngineStarting extends TransientProblem {}

/** A query of more stages than one may have: what a statement names is planned anew wherever it is read. */
export class TooManyStages extends ProblemError {}

export const timedOut = (seconds: number): ProblemError =>
  new ProblemError([{ code: 'QUERY_TIMEOUT', message: `The query took longer than ${seconds} seconds.` }]);

/** The same problem, with the query that it is about. */
export const ofQuery = ({ problems }: ProblemError, id: string | undefined): ProblemError =>
  new ProblemError(
    problems.map((problem) => ({ ...problem, message: `${problem.message.replace(/\.$/, '')}${named(id)}.` })),
  );

export const unavailable = (message: string): TransientProblem =>
  new TransientProblem([{ code: 'ENGINE_UNAVAILABLE', message }]);

export const misconfigured = (message: string, hint?: string): ProblemError =>
  new ProblemError([{ code: 'INVALID_CONFIGURATION', message, hint }]);

/** Under which id Trino's own pages and logs know the query. */
export const named = (id: string | undefined): string => (id === undefined ? '' : ` (Trino query ${id})`);

/** What a page of Trino says of a failure. */
export interface TrinoError {
  readonly message?: string | undefined;
  readonly errorName?: string | undefined;
  readonly errorType?: string | undefined;
}

interface Kind {
  readonly code: ProblemCode;
  /** `name` is what Trino's text quotes first: a table, a column. */
  readonly says: (name: string) => string;
  readonly isTransient?: boolean;
}

const says = (code: ProblemCode, message: string, isTransient = false): Kind => ({
  code,
  says: () => message,
  isTransient,
});
const noTable: Kind = { code: 'TABLE_NOT_FOUND', says: (name) => `The engine has no table or schema "${name}".` };
const noColumn: Kind = { code: 'COLUMN_NOT_FOUND', says: (name) => `No table of this query has a column "${name}".` };
const memory = says('ENGINE_OUT_OF_MEMORY', 'The query needs more memory than the engine may use.');
const costly = says('QUERY_LIMIT_EXCEEDED', 'The query needs more work than the engine allows one query.');
const busy = says('ENGINE_BUSY', 'The engine has as many queries in line as it takes.');
const storage = says('ENGINE_UNAVAILABLE', 'The engine cannot reach the metastore or the files of a table.');
const worker = says('ENGINE_UNAVAILABLE', 'A part of the engine was lost while the query ran.', true);
const conversion = says(
  'VALUE_NOT_CONVERTIBLE',
  'A value in the data does not have the form of the type that it is cast to.',
);

/** By Trino's error name (io.trino.spi.StandardErrorCode, HiveErrorCode). */
const KINDS: Readonly<Record<string, Kind>> = {
  TABLE_NOT_FOUND: noTable,
  SCHEMA_NOT_FOUND: noTable,
  COLUMN_NOT_FOUND: noColumn,
  CATALOG_NOT_FOUND: {
    code: 'INVALID_CONFIGURATION',
    says: (name) => `engine.trino.catalog: the engine has no catalog "${name}".`,
  },
  NUMERIC_VALUE_OUT_OF_RANGE: says('NUMBER_OUT_OF_RANGE', 'A number is too large for its type.'),
  INVALID_CAST_ARGUMENT: conversion,
  HIVE_BAD_DATA: conversion,
  EXCEEDED_TIME_LIMIT: says('QUERY_TIMEOUT', 'The query took longer than the engine allows.'),
  EXCEEDED_CPU_LIMIT: costly,
  EXCEEDED_SCAN_LIMIT: costly,
  EXCEEDED_WRITE_LIMIT: costly,
  QUERY_HAS_TOO_MANY_STAGES: says(
    'QUERY_LIMIT_EXCEEDED',
    'The query has more stages than the engine allows one query.',
  ),
  EXCEEDED_LOCAL_MEMORY_LIMIT: memory,
  EXCEEDED_GLOBAL_MEMORY_LIMIT: memory,
  EXCEEDED_SPILL_LIMIT: memory,
  CLUSTER_OUT_OF_MEMORY: memory,
  QUERY_QUEUE_FULL: busy,
  QUERY_REJECTED: busy,
  PERMISSION_DENIED: says('ENGINE_ACCESS_DENIED', 'The user of the engine may not read what the query reads.'),
  INVALID_SESSION_PROPERTY: says(
    'INVALID_CONFIGURATION',
    'engine.trino.session: the engine refuses a session property.',
  ),
  ROLE_NOT_FOUND: says('INVALID_CONFIGURATION', 'engine.trino.roles: the engine has no such role.'),
  USER_CANCELED: says('CANCELLED', 'The query was cancelled on the engine.'),
  ADMINISTRATIVELY_KILLED: says('CANCELLED', 'The query was ended by an administrator of the engine.'),
  ADMINISTRATIVELY_PREEMPTED: says('ENGINE_BUSY', 'The query made room for others on the engine.'),
  ABANDONED_QUERY: says('CANCELLED', 'The engine ended the query because nobody fetched its answer.'),
  HIVE_METASTORE_ERROR: storage,
  HIVE_FILESYSTEM_ERROR: storage,
  HIVE_CANNOT_OPEN_SPLIT: storage,
  HIVE_CURSOR_ERROR: storage,
  SERVER_STARTING_UP: says('ENGINE_UNAVAILABLE', 'The engine is starting.', true),
  SERVER_SHUTTING_DOWN: worker,
  TOO_MANY_REQUESTS_FAILED: worker,
  PAGE_TRANSPORT_TIMEOUT: worker,
  PAGE_TRANSPORT_ERROR: worker,
  REMOTE_TASK_ERROR: worker,
  REMOTE_TASK_MISMATCH: worker,
  REMOTE_HOST_GONE: worker,
  NO_NODES_AVAILABLE: worker,
  HIVE_FILE_NOT_FOUND: says('ENGINE_UNAVAILABLE', 'Files of a table were replaced while the query read them.', true),
};

/** Failures that one may do something about. */
const FAILURES: Readonly<Record<string, typeof ProblemError>> = {
  SERVER_STARTING_UP: EngineStarting,
  QUERY_HAS_TOO_MANY_STAGES: TooManyStages,
};

/** Trino's failure under a stable code; its own text is kept as `cause`, for the log and not for the caller. */
export function queryProblem(error: TrinoError, id: string | undefined): ProblemError {
  const text = error.message ?? '';
  const kind = KINDS[error.errorName ?? ''] ?? says('ENGINE_FAILED', 'The engine could not run the query.');
  const name = /'((?:[^']|'')*)'/.exec(text)?.[1] ?? '';
  const problem: Problem = { code: kind.code, message: `${kind.says(name).replace(/\.$/, '')}${named(id)}.` };
  const Failure = FAILURES[error.errorName ?? ''] ?? (kind.isTransient ? TransientProblem : ProblemError);
  const failure = new Failure([problem]);
  return withCause(failure, `${error.errorName ?? error.errorType ?? 'error'}: ${text}`);
}

/** The cause is text of ours or of Trino, never an error of the HTTP client: those carry passwords. */
export function withCause<T extends ProblemError>(failure: T, text: string): T {
  Object.defineProperty(failure, 'cause', { value: new Error(text), enumerable: false });
  return failure;
}
