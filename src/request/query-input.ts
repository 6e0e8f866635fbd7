import type { NumberText } from '../schema/number-text.js';
import type { Fill } from './metric-request.js';

/**
 * What a caller asks, names not looked up yet: the GraphQL input `MetricQuery`, and what a view's arguments and selection
 * become. An absent key and null mean the same.
 */
export interface MetricQueryInput {
  readonly metrics?: readonly string[] | null | undefined;
  /** Only without metrics: the dataset whose distinct dimension values are asked. */
  readonly dataset?: string | null | undefined;
  readonly dimensions?: readonly DimensionInput[] | null | undefined;
  readonly where?: readonly ConditionInput[] | null | undefined;
  readonly segments?: readonly string[] | null | undefined;
  readonly having?: readonly MetricConditionInput[] | null | undefined;
  readonly time?: TimeRangeInput | null | undefined;
  readonly compare?: CompareInput | null | undefined;
  readonly timeZone?: string | null | undefined;
  /** The instant that stands for now: ISO 8601 with Z or an offset. */
  readonly asOf?: string | null | undefined;
  /** A day (2024-01-31): every history is looked at as of it. */
  readonly validAt?: string | null | undefined;
  readonly fill?: Fill | null | undefined;
  readonly top?: TopInput | null | undefined;
  readonly orderBy?: readonly OrderInput[] | null | undefined;
  readonly limit?: number | null | undefined;
  readonly offset?: number | null | undefined;
  readonly after?: string | null | undefined;
  /** Seconds: older rows are asked for anew. */
  readonly maxAge?: number | null | undefined;
}

/** Where the caller wrote it, if not at its place in `MetricQueryInput`: `where.country.in` of a view. */
interface Written {
  readonly at?: string | undefined;
}

export interface DatasetPathInput {
  readonly dataset: string;
  readonly path: string;
}

export interface DimensionInput extends Written {
  readonly as?: string | null | undefined;
  readonly path?: string | null | undefined;
  readonly paths?: readonly DatasetPathInput[] | null | undefined;
  readonly grain?: string | null | undefined;
  readonly part?: string | null | undefined;
  readonly instants?: boolean | null | undefined;
}

/** `path` (or `paths`) with `is`, or `metric` with `per` and `is`, or one of `any`, `all`, `not`. */
export interface ConditionInput extends Written {
  readonly path?: string | null | undefined;
  readonly paths?: readonly DatasetPathInput[] | null | undefined;
  readonly grain?: string | null | undefined;
  readonly metric?: string | null | undefined;
  readonly per?: string | null | undefined;
  readonly is?: TestInput | null | undefined;
  readonly any?: readonly ConditionInput[] | null | undefined;
  readonly all?: readonly ConditionInput[] | null | undefined;
  readonly not?: ConditionInput | null | undefined;
}

export interface MetricConditionInput extends Written {
  readonly metric?: string | null | undefined;
  readonly is?: TestInput | null | undefined;
  readonly any?: readonly MetricConditionInput[] | null | undefined;
  readonly all?: readonly MetricConditionInput[] | null | undefined;
  readonly not?: MetricConditionInput | null | undefined;
}

export type ValueInput = string | number | bigint | boolean | NumberText;

/** Exactly one key. */
export interface TestInput {
  readonly eq?: ValueInput | null | undefined;
  readonly ne?: ValueInput | null | undefined;
  readonly lt?: ValueInput | null | undefined;
  readonly lte?: ValueInput | null | undefined;
  readonly gt?: ValueInput | null | undefined;
  readonly gte?: ValueInput | null | undefined;
  readonly in?: readonly (ValueInput | null)[] | null | undefined;
  readonly notIn?: readonly (ValueInput | null)[] | null | undefined;
  readonly between?: { readonly from: ValueInput; readonly through: ValueInput } | null | undefined;
  readonly contains?: TextTestInput | null | undefined;
  readonly startsWith?: TextTestInput | null | undefined;
  readonly endsWith?: TextTestInput | null | undefined;
  readonly isNull?: boolean | null | undefined;
}

export interface TextTestInput {
  readonly text: string;
  readonly ignoreCase?: boolean | null | undefined;
}

/** Exactly one key. */
export interface TimeRangeInput {
  readonly days?: { readonly from: string; readonly through: string } | null | undefined;
  readonly between?: { readonly from: string; readonly to: string } | null | undefined;
  readonly last?: { readonly count: number; readonly grain: string } | null | undefined;
  readonly this?: string | null | undefined;
}

/** One of these. */
export interface CompareInput {
  readonly to?: 'previous_period' | 'previous_year' | 'previous_year_weekday' | null | undefined;
  readonly range?: TimeRangeInput | null | undefined;
}

export interface TopInput {
  readonly count: number;
  /** A metric, asked or not. */
  readonly by: string;
  /** The `as` of a dimension. */
  readonly dimension: string;
  /** What all other values are shown as; "other" if not said. */
  readonly other?: string | null | undefined;
}

export interface OrderInput extends Written {
  readonly by: string;
  readonly direction?: 'asc' | 'desc' | null | undefined;
  readonly nulls?: 'first' | 'last' | null | undefined;
}
