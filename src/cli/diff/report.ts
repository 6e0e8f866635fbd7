import type { ReviewedChange } from '../../review/change.js';
import type { MetricNumbers } from './numbers.js';
import type { OpenSide } from './open-side.js';
import type { MetricSql } from './statements.js';

/** All that `diff` found, before it is printed in one way or another. */
export interface Report {
  readonly base: Pick<OpenSide, 'label' | 'problems'>;
  readonly head: Pick<OpenSide, 'label' | 'problems'>;
  readonly changes: readonly ReviewedChange[];
  /** Null where nobody asked for them. */
  readonly numbers: Numbers | null;
  readonly sql: readonly MetricSql[] | null;
  /** The folder of the project within its repository, with a slash at its end; empty at the top and outside of one. */
  readonly prefix: string;
}

export interface Numbers {
  /** Of the periods that are compared. */
  readonly grain: string;
  readonly metrics: readonly MetricNumbers[];
  /** Metrics beyond the most that are asked. */
  readonly notAsked: readonly string[];
}
