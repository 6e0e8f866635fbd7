import type { ProblemCode } from '../problems/codes.js';
import { ProblemError } from '../problems/problem.js';

/** What these rows and this question always end in: asked again, the engine says the same. */
const OF_THE_DATA: ReadonlySet<ProblemCode> = new Set([
  'NUMBER_OUT_OF_RANGE',
  'VALUE_NOT_CONVERTIBLE',
  'RESULT_TOO_LARGE',
  'QUERY_LIMIT_EXCEEDED',
]);

/** The engine cannot answer now. Never what it refuses to somebody: earlier rows are not for them. */
const OF_THE_MOMENT: ReadonlySet<ProblemCode> = new Set([
  'ENGINE_UNAVAILABLE',
  'ENGINE_BUSY',
  'ENGINE_OUT_OF_MEMORY',
  'QUERY_TIMEOUT',
]);

/** Whether the failure may be told again without asking. */
export const isOfTheData = (error: unknown): error is ProblemError => hasOnly(error, OF_THE_DATA);

/** Whether earlier rows may stand in for the failure. */
export const isOfTheMoment = (error: unknown): boolean => hasOnly(error, OF_THE_MOMENT);

const hasOnly = (error: unknown, codes: ReadonlySet<ProblemCode>): error is ProblemError =>
  error instanceof ProblemError && error.problems.length > 0 && error.problems.every(({ code }) => codes.has(code));
