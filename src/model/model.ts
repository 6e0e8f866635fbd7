import type { DataType } from '../expressions/data-type.js';
import type { AggregateName, Scalar } from '../expressions/scalar.js';
import type { SelectSource } from '../expressions/select.js';
import type { Place, Problem } from '../problems/problem.js';
import type { CalendarRule } from '../time/fiscal-calendar.js';
import type { CalendarGrain } from '../time/grain.js';
import type { Lifetime } from '../time/lifetime.js';
import type { PartForm, PartitionForm } from '../time/partition-form.js';
import type { Span } from '../time/span.js';

/** The linked, frozen semantic model: every name in it has been looked up, every expression is typed. */
export interface Model {
  readonly datasets: ReadonlyMap<string, Dataset>;
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly views: ReadonlyMap<string, View>;
  readonly spines: readonly Spine[];
  /** Former names of metrics, those of the past too, each with the name of today. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Metrics that are defined but could not be compiled: asked for, they answer with their own problem. */
  readonly refused: ReadonlyMap<string, Problem>;
}

export interface Described {
  readonly label: string;
  readonly description: string | null;
  readonly owner: string | null;
  readonly tags: readonly string[];
}

export type State = 'draft' | 'certified' | 'deprecated';

/** Where a thing stands between its first draft and its end. */
export interface Lifecycle {
  readonly state: State | null;
  /** There where the state is deprecated; `until` is a day (2027-01-31), `use` a name of the same sort of thing. */
  readonly deprecated: {
    readonly until: string | null;
    readonly use: string | null;
    readonly because: string | null;
  } | null;
  /** How much depends on it: 1 most, 3 least. */
  readonly tier: 1 | 2 | 3 | null;
  readonly domain: string | null;
}

export interface Dataset extends Described, Lifecycle {
  readonly name: string;
  /** As written in the definition: `schema.table` or `table`. Null for a dataset given by `sql:`. */
  readonly table: string | null;
  /** The rows in place of a table; null where there is a table, or where the SELECT has a problem. */
  readonly select: SelectSource | null;
  readonly columns: ReadonlyMap<string, DataType>;
  /** Dimension names that tell rows apart; may be empty where nobody said. */
  readonly key: readonly string[];
  /** The dimension that metric_time means. */
  readonly time: string | null;
  readonly partitions: readonly Partition[];
  /** How old answers over it may be, where that is other than configured. No number depends on it. */
  readonly cache?: Partial<Lifetime> | undefined;
  readonly links: ReadonlyMap<string, Link>;
  readonly dimensions: ReadonlyMap<string, Dimension>;
  /** Name to a condition over this dataset's paths. */
  readonly segments: ReadonlyMap<string, Scalar>;
  readonly rollups: ReadonlyMap<string, Rollup>;
  readonly at: Place;
}

/** Metrics of a dataset, aggregated ahead by dimensions and periods. */
export interface Rollup {
  readonly name: string;
  readonly dataset: string;
  readonly description: string | null;
  readonly metrics: readonly string[];
  /** Paths from the dataset, over links to one. */
  readonly dimensions: readonly string[];
  /** The periods of metric_time, by the clock of the zone; null where it holds none. */
  readonly grain: CalendarGrain | null;
  readonly zone: string;
  /** It holds the rows of these alone. */
  readonly segments: readonly string[];
  /** What is built, and built anew, by itself: made of whole periods of the grain. */
  readonly partition: CalendarGrain | null;
  readonly every: CalendarSpan | null;
  /** How long after its time a row may still land or change. */
  readonly late: CalendarSpan | null;
  readonly maxStaleness: CalendarSpan | null;
  readonly lag: 'to_watermark' | 'not_at_all';
  readonly at: Place;
}

export interface CalendarSpan {
  readonly count: number;
  readonly grain: CalendarGrain;
}

/**
 * A row whose `time` is t lies in a partition from that of t up to and with that of `t + late`; one without t in any.
 * Both times are as they are stored: UTC.
 */
export interface Partition {
  /** At least one; the others tell what those before them leave open: the month of a year, its day. */
  readonly columns: readonly PartitionColumn[];
  /** The dimension that it follows from, and what it is over the dataset's own columns (relation ''). */
  readonly from: string;
  readonly time: Scalar;
  readonly late: { readonly count: number; readonly grain: CalendarGrain } | null;
}

export interface PartitionColumn {
  readonly name: string;
  readonly type: DataType;
  readonly form: PartitionForm | PartForm;
}

/** `ds`, or `year/month/day`. */
export const partitionName = ({ columns }: Partition): string => columns.map(({ name }) => name).join('/');

/** The name of a link is its role. `on` are dimension names of both sides. */
export interface Link {
  readonly name: string;
  readonly to: string;
  readonly on: readonly { readonly own: string; readonly its: string }[];
  readonly kind: 'many_to_one' | 'one_to_many';
  readonly join: 'left' | 'inner';
  readonly default: string | null;
  /** The columns of a history that say from when to when its rows hold, and as of when they are looked at unless a question says. */
  readonly during: { readonly from: string; readonly to: string; readonly asOf: 'event' | 'now' } | null;
}

export interface Dimension extends Described {
  readonly name: string;
  readonly type: DataType;
  /** Over the dataset's own columns (relation ''). */
  readonly expression: Scalar;
  readonly values: readonly string[] | null;
  readonly hidden: boolean;
}

/**
 * A condition that holds for a metric, by leaf dataset: a typed expression whose columns have relation '' or a link path
 * ('member.country'), and name dimensions, not columns.
 */
export type Filter = ReadonlyMap<string, Scalar>;

export type Metric =
  | SimpleMetric
  | RatioMetric
  | DerivedMetric
  | CumulativeMetric
  | ConversionMetric
  | FunnelMetric
  | ShareMetric
  | RankMetric
  | MultiStageMetric;
export type MetricKind = Metric['kind'];

interface MetricBase extends Described, Lifecycle {
  readonly name: string;
  /** Former names, each with the last day on which it works; null: for good. */
  readonly aliases: ReadonlyMap<string, string | null>;
  readonly type: DataType;
  readonly unit: string | null;
  readonly format: string | null;
  /** The datasets that the simple metrics below it live in, in order of first mention. */
  readonly datasets: readonly string[];
  readonly where: Filter | null;
  readonly at: Place;
}

/**
 * An expression over aggregates of one dataset's rows. Columns inside aggregates have relation '' (own dimensions and
 * columns, already spelled out as columns) or a link path ('member.country') with a dimension's name.
 */
export interface SimpleMetric extends MetricBase {
  readonly kind: 'simple';
  readonly dataset: string;
  readonly value: Scalar;
  readonly empty: 0 | null;
  /** The dimension that metric_time means for this metric. */
  readonly time: string | null;
  /** Asked by metric_time it is answered for each period, also those without rows. */
  readonly dense: boolean;
  readonly semiAdditive: SemiAdditive | null;
}

/**
 * Only the rows at the first or last value of `over` count, chosen for each period, and for each combination of `per`; or
 * the mean over the values of `over`, days, of a period.
 */
export interface SemiAdditive {
  readonly over: string;
  readonly take: 'first' | 'last' | 'average';
  readonly per: readonly string[];
  /** The last value before stands for a period that has none: for so many days, or for ever. */
  readonly fillForward: { readonly days: number | null } | null;
}

export interface Input {
  readonly metric: string;
  readonly where: Filter | null;
  readonly offset: Span | null;
  readonly atStartOf: string | null;
}

export interface RatioMetric extends MetricBase {
  readonly kind: 'ratio';
  readonly numerator: Input;
  readonly denominator: Input;
}

/** `value` is over columns {relation: 'input', column: name}. */
export interface DerivedMetric extends MetricBase {
  readonly kind: 'derived';
  readonly value: Scalar;
  readonly inputs: ReadonlyMap<string, Input>;
}

/** The rows behind a metric's value, seen from a unit of time u. */
export type Window =
  | { readonly kind: 'trailing' | 'leading'; readonly span: Span }
  | { readonly kind: 'to_date'; readonly grain: string }
  | { readonly kind: 'all_time' };

/** `period`: which of its units' values a longer period shows. */
export interface CumulativeMetric extends MetricBase {
  readonly kind: 'cumulative';
  readonly input: string;
  readonly window: Window;
  readonly period: 'first' | 'last' | 'average';
}

/** `base` and `conversion` are simple metrics; `entity` and `constant` are dimensions that both datasets have. */
export interface ConversionMetric extends MetricBase {
  readonly kind: 'conversion';
  readonly base: string;
  readonly conversion: string;
  readonly entity: string;
  readonly constant: readonly string[];
  readonly window: Span | null;
  readonly calculation: 'rate' | 'count' | 'time';
  /** What is counted, and timed: events that follow, or first events that are followed. */
  readonly counts: 'conversions' | 'bases';
  /** Where `calculation` is time. */
  readonly time: TimeToConvert | null;
}

/** An aggregate of the times from one event to another, in a unit; `fraction` is the p of a percentile. */
export interface TimeToConvert {
  readonly aggregate: 'median' | 'avg' | 'min' | 'max' | 'percentile_cont';
  readonly fraction: string | null;
  readonly unit: 'seconds' | 'minutes' | 'hours' | 'days' | 'weeks';
}

/** `steps` are simple metrics; `entity` and `constant` are dimensions that all their datasets have. */
export interface FunnelMetric extends MetricBase {
  readonly kind: 'funnel';
  readonly steps: readonly string[];
  readonly entity: string;
  readonly constant: readonly string[];
  /** How long after the first step. */
  readonly window: Span | null;
  readonly counts: 'entities' | 'starts';
  /** The step that the value is about, by its place, and the one it is compared with. */
  readonly step: number;
  readonly from: number;
  readonly calculation: 'rate' | 'count' | 'time';
  readonly time: TimeToConvert | null;
}

/** The input's value over its value with only the `within` dimensions kept; none: of the whole. */
export interface ShareMetric extends MetricBase {
  readonly kind: 'share';
  readonly input: string;
  readonly within: readonly string[];
}

export interface RankMetric extends MetricBase {
  readonly kind: 'rank';
  readonly input: string;
  readonly direction: 'asc' | 'desc';
  readonly ties: 'competition' | 'dense';
}

/** The input for each unit of `grain` that has rows, then `then` over these values. */
export interface MultiStageMetric extends MetricBase {
  readonly kind: 'multi_stage';
  readonly input: string;
  readonly grain: string;
  readonly aggregate: AggregateName;
}

/** A curated field over one or several datasets: `dimensions` name a path for each dataset. */
export interface View extends Described, Lifecycle {
  readonly name: string;
  readonly metrics: readonly string[];
  /** Former names of its metrics that still worked when the model was made: they are fields too. */
  readonly formerNames: readonly string[];
  readonly dimensions: ReadonlyMap<string, ViewDimension>;
  readonly at: Place;
}

export interface ViewDimension {
  readonly name: string;
  readonly paths: ReadonlyMap<string, string>;
  readonly type: DataType;
  readonly description: string | null;
}

/** A table with a row for each day (or hour), and its columns that serve as custom grains; or the days of a rule. */
export interface Spine {
  /** The rule of a calendar that is no table: it makes custom grains, but says neither which days are filled nor which are there. */
  readonly rule: CalendarRule | null;
  readonly table: string;
  readonly column: string;
  readonly grain: string;
  readonly grains: readonly string[];
  readonly types: ReadonlyMap<string, DataType>;
  /** How many units the table has of each custom grain, and of the calendar's; null until the data was asked. */
  readonly units: ReadonlyMap<string, number> | null;
  /** The first days of the units of each custom grain, in order, the last one's only to end those before; null until the data was asked. */
  readonly starts: ReadonlyMap<string, readonly string[]> | null;
}

/** The path that means each metric's own time. */
export const METRIC_TIME = 'metric_time';
