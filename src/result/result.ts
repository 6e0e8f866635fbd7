import type { CacheState } from '../cache/result-cache.js';
import type { Cell, RunStatistics, TableVersion } from '../engine/engine.js';
import type { DataType } from '../expressions/data-type.js';
import type { PlanNode } from '../plan/plan.js';
import type { Explanation, RowsLeftOut } from './explanation.js';

export type ColumnRole = 'DIMENSION' | 'TIME' | 'METRIC' | 'COMPARISON';

export interface AnswerColumn {
  /** The `as` of a dimension, the name of a metric. */
  readonly name: string;
  readonly role: ColumnRole;
  readonly type: DataType;
  readonly unit: string | null;
  readonly format: string | null;
  /** Whether its values are estimates, or rest on some. */
  readonly approximate: boolean;
  readonly values: readonly Cell[];
}

export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
}

export const WARNINGS = {
  APPROXIMATE: 'Values are estimates; the message names the metric and how far it may lie from the exact value.',
  PARTIAL_PERIOD: 'The first or last period of the answer is cut by the asked range.',
  METRIC_DEPRECATED: 'A metric of the question goes; the message says until when, and what to use in its place.',
  METRIC_DRAFT: 'A metric of the question is a draft: what it means may still change.',
  METRIC_RENAMED:
    'The question calls a metric by a former name; the message says its name of today, and until when the old one works.',
  KEY_NOT_PROVEN:
    'Nobody has proven for this version of the data that a key is unique; where it is not, the numbers are wrong.',
  PARTITION_NOT_PROVEN:
    'Partitions were skipped that should hold no row of the asked time, and nobody has proven it for this version of the data; late rows may be missing.',
  ROLLUP_STALE: 'Numbers come from a rollup whose sources have changed since it was built, as its owner allows.',
  ROLLUP_LAGS:
    'Periods before a watermark come from a rollup; rows that land later than it is declared are missing there.',
  ROLLUP_SKIPPED: 'A rollup would answer and was not used: its table is gone, or not as it was built.',
} as const;
export type WarningCode = keyof typeof WARNINGS;

/** How the number came about: enough to check it by hand. */
export interface Proof {
  /** Statements of this answer, printed for a dialect; without one, for the engine that ran them. */
  readonly sql: (dialect?: 'duckdb' | 'trino') => readonly string[];
  readonly plan: PlanNode;
  readonly fingerprint: string;
  readonly tables: readonly string[];
  readonly freshness: readonly TableVersion[];
  /** ISO instant at which the engine gave these rows. */
  readonly answeredAt: string;
  /** Under which the engine knows the query that gave these rows, now or when they were kept; null where it has no ids. */
  readonly queryId: string | null;
  /** What that query took; null where nothing ran, as the rows were kept, and where the engine does not say. */
  readonly run: RunStatistics | null;
  /** The kept rows that these were reckoned from, in words; null where the engine gave them as they are. */
  readonly derivedFrom: readonly string[] | null;
  readonly explain: () => Explanation;
  /** Asks the engine which rows stop on each way that was joined; rows of the asked range. */
  readonly leftOut: () => Promise<readonly RowsLeftOut[]>;
}

/** The answer to one request. */
export interface Answer {
  readonly columns: readonly AnswerColumn[];
  readonly rowCount: number;
  /** Cursor after the last row; null where there is no row. */
  readonly endCursor: string | null;
  readonly proof: Proof;
  readonly cache: CacheState;
  readonly warnings: readonly Warning[];
}
