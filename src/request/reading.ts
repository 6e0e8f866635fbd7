import type { Metric } from '../model/model.js';
import { type Problem, ProblemError } from '../problems/problem.js';
import type { TimedMetric } from './metric-time.js';
import type { Names } from './metrics.js';

/** Problems told at once; looking for near names costs time for each, so reading stops there. */
const MOST_PROBLEMS = 20;

/** Gathers the problems of one request. */
export class ProblemList {
  private readonly found: Problem[] = [];

  /** @throws ProblemError once there are as many as are told at once */
  add(problem: Problem): undefined {
    this.found.push(problem);
    if (this.found.length >= MOST_PROBLEMS) this.throwIfAny();
    return undefined;
  }

  throwIfAny(): void {
    if (this.found.length > 0) throw new ProblemError(this.found);
  }
}

/** What the readers of the parts of one request share. */
export interface Reading extends Names {
  /** Metrics that are asked for, filtered by or ordered by, by name. */
  readonly metrics: ReadonlyMap<string, Metric>;
  /** The same, and those in conditions on rows as they are read. */
  readonly named: Map<string, Metric>;
  /** Datasets that these metrics live in, or the one asked without metrics. Every path starts in each of them. */
  readonly datasets: readonly string[];
  /** The day as of which every history is looked at, if the request says one. */
  readonly validAt: string | null;
  /** The simple metrics below, each with its own time. */
  readonly times: readonly TimedMetric[];
}
