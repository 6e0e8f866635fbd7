import { createHash } from 'node:crypto';

export interface QuestionParts {
  /** Of the plan: holds every definition that its numbers depend on. */
  readonly fingerprint: string;
  /** Of the viewer: two viewers share rows only where they may see the same. */
  readonly policy: string;
  /** In whose name the engine runs the query, whose rows may be that user's own; null where in the server's. */
  readonly user: string | null;
}

/** What tells the state of a table, as far as a plan reads it, from any other; null where the table does not tell. */
export interface TableState {
  readonly table: string;
  readonly state: string | null;
}

/** Under which the rows of a question are found, whatever the state of its tables (SHA-256, hex). */
export const questionKey = ({ fingerprint, policy, user }: QuestionParts): string =>
  hashOf([fingerprint, policy, user]);

/** Under which the rows of a question are kept in one state of its tables, in any order (SHA-256, hex). */
export function cacheKey(parts: QuestionParts, states: readonly TableState[]): string {
  const { fingerprint, policy, user } = parts;
  const tables = states
    .map(({ table, state }) => [table, state] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return hashOf([fingerprint, policy, user, tables]);
}

/** Within which rows of several plans may give those of another: the same viewer, the same state of the same tables. */
export const scopeKey = (viewer: Omit<QuestionParts, 'fingerprint'>, states: readonly TableState[]): string =>
  cacheKey({ fingerprint: '', ...viewer }, states);

/** JSON keeps the parts apart, whatever characters are in them. */
const hashOf = (parts: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');
