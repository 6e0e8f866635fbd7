import type { DataType } from '../expressions/data-type.js';
import type { Metric } from '../model/model.js';
import type { DimensionPath } from '../model/path.js';
import type { CalendarGrain } from '../time/grain.js';
import type { Span } from '../time/span.js';

/** What is shown for periods without rows: what the metrics show without any, 0, or the last value before them. */
export type Fill = 'empty' | 'zero' | 'last';

/**
 * What is asked, with all names resolved and all relative times made absolute. It holds nothing of the GraphQL text:
 * two texts that ask the same make the same request.
 */
export interface MetricRequest {
  /** In the order asked, each once. Empty only with `dataset`: then the distinct values of the dimensions. */
  readonly metrics: readonly Metric[];
  /** The columns of metrics in the order asked: a metric that is asked by a former name too has two. */
  readonly columns: readonly { readonly as: string; readonly metric: Metric }[];
  /** All metrics that the question names, also in conditions and order, by the names it uses. */
  readonly named: ReadonlyMap<string, Metric>;
  readonly dataset: string | null;
  readonly dimensions: readonly RequestedDimension[];
  /** All must be true of a row. */
  readonly where: readonly Condition[];
  /** Names of segments; each must exist on every dataset asked. */
  readonly segments: readonly string[];
  /** All must be true of a group. */
  readonly having: readonly GroupCondition[];
  readonly time: ReportedTime | null;
  /** IANA name; wall clocks, days and periods are this zone's. */
  readonly zone: string;
  /** As of which days (2024-01-31) histories are looked at: one for all, and what today is for links that look at today. */
  readonly history: { readonly validAt: string | null; readonly today: string };
  /** Rows for periods without any. */
  readonly fill: Fill | null;
  readonly top: TopRequest | null;
  readonly compare: RangeComparison | null;
  readonly order: readonly OrderKey[];
  readonly limit: number | null;
  readonly offset: number;
  /** Cursor from an earlier page, not decoded yet. */
  readonly after: string | null;
  /** Seconds; older rows are asked for anew. No number depends on it. */
  readonly maxAge: number | null;
}

export interface RequestedDimension {
  /** The column's name in the answer. */
  readonly as: string;
  readonly paths: PathByDataset;
  readonly grain: RequestedGrain | null;
  readonly part: DatePart | null;
  /** Periods shown as the UTC instant at which they begin. */
  readonly instants: boolean;
  /** Type of the column in the answer (after grain and part). */
  readonly type: DataType;
}

/** Dataset name to the path that starts there. */
export type PathByDataset = ReadonlyMap<string, DimensionPath>;

export type RequestedGrain = CalendarGrain | { readonly custom: string };

export const DATE_PARTS = ['day_of_week', 'month_of_year'] as const;
/** day_of_week is 1 for Monday to 7 for Sunday. */
export type DatePart = (typeof DATE_PARTS)[number];

export type Condition =
  | { readonly kind: 'test'; readonly paths: PathByDataset; readonly grain: RequestedGrain | null; readonly test: Test }
  /** The metric's value for each value of a path, over all data, at this row's value of it. */
  | {
      readonly kind: 'metric';
      readonly metric: Metric;
      readonly per: string;
      readonly paths: PathByDataset;
      readonly test: Test;
    }
  | { readonly kind: 'any' | 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition };

/** Over a metric's value in the group. */
export type GroupCondition =
  | { readonly kind: 'test'; readonly metric: Metric; readonly test: Test }
  | { readonly kind: 'any' | 'all'; readonly of: readonly GroupCondition[] }
  | { readonly kind: 'not'; readonly of: GroupCondition };

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A plain value: numbers, dates, timestamps and decimals as text, already checked against the dimension's type. */
export type PlainValue = string | boolean;

/** A text test takes its value literally: `%` and `_` are plain characters. A null among `values` of `in` keeps NULL rows. */
export type Test = { readonly type: DataType } & (
  | { readonly op: Comparison; readonly value: PlainValue }
  | { readonly op: 'in'; readonly values: readonly (PlainValue | null)[] }
  | { readonly op: 'not_in'; readonly values: readonly PlainValue[] }
  | { readonly op: 'between'; readonly from: PlainValue; readonly through: PlainValue }
  | { readonly op: 'contains' | 'starts_with' | 'ends_with'; readonly value: string; readonly ignoreCase: boolean }
  | { readonly op: 'is_null' | 'is_not_null' }
);

/** Wall-clock times in the request's zone, `from` included, `to` excluded: 2024-01-31T00:00:00[.ffffff]. */
export interface ReportedTime {
  readonly from: string;
  readonly to: string;
}

/** The same metrics over another range, beside each group. */
export interface RangeComparison {
  readonly time: ReportedTime;
  /** How far back each period looks, where a step of the calendar says it; else periods meet by their place in the ranges. */
  readonly span: Span | null;
}

/** All but the first `count` values of a dimension, ranked by a metric, become the label. */
export interface TopRequest {
  readonly count: number;
  readonly by: Metric;
  /** The `as` of a dimension of the request. */
  readonly dimension: string;
  readonly other: string;
}

export interface OrderKey {
  /** A dimension of the request by its `as`, or a metric (which need not be asked for). */
  readonly by: { readonly dimension: string } | { readonly metric: Metric };
  readonly direction: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
}
