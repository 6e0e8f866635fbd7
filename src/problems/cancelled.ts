import { ProblemError } from './problem.js';

export const cancelled = (): ProblemError =>
  new ProblemError([{ code: 'CANCELLED', message: 'The request was cancelled before its answer came.' }]);

/** Why work ended with this signal: the problem that it was aborted with, such as a deadline; else its caller left. */
export const endedBy = ({ reason }: AbortSignal): ProblemError =>
  reason instanceof ProblemError ? reason : cancelled();
