import type { Model } from '../../src/model/model.js';
import { type Problem, ProblemError } from '../../src/problems/problem.js';
import type { MetricRequest } from '../../src/request/metric-request.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { readRequest } from '../../src/request/read-request.js';

/** Wednesday. */
export const now = new Date('2024-03-13T10:30:00Z');

export const read = (model: Model, input: MetricQueryInput): MetricRequest => readRequest(model, input, { now });

/** The problems of a request that is refused; a request that is read fails the test. */
export function problemsOf(work: () => unknown): readonly Problem[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
  throw new Error('Expected to be refused');
}
