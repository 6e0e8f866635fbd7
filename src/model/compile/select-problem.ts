import type { ProblemCode } from '../../problems/codes.js';

export interface SelectProblem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Offset in the text of the SELECT. */
  readonly offset: number;
}

export class Unbound extends Error {
  constructor(readonly problem: SelectProblem) {
    super(problem.message);
  }
}

export function fail(code: ProblemCode, offset: number, message: string, hint?: string): never {
  throw new Unbound({ code, message, hint, offset });
}
