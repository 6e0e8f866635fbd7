import type { ProblemCode } from './codes.js';

/** A place in a definition file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export const isSamePlace = (a: Place, b: Place): boolean =>
  a.file === b.file && a.line === b.line && a.column === b.column;

export interface Located<T> {
  readonly value: T;
  readonly at: Place;
}

/** What is wrong, where, and what next. Definitions have a place, requests a path such as `input.where[2].path`. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly at?: Place | undefined;
  readonly path?: string | undefined;
  readonly hint?: string | undefined;
  /** A warning is shown, and keeps nobody from serving; an error unless said. */
  readonly severity?: 'error' | 'warning' | undefined;
}

/** Those that keep definitions from being served. */
export const errorsIn = (problems: readonly Problem[]): readonly Problem[] =>
  problems.filter(({ severity }) => severity !== 'warning');

/** Carries one or more problems up to the one who can show them. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map((problem) => problem.message).join('\n'));
  }
}

/** Ends the work at once: for a request, where the first problem is enough. */
export function refuse(problem: Problem): never {
  throw new ProblemError([problem]);
}
