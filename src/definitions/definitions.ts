import type { DataType } from '../expressions/data-type.js';
import type { SelectSyntax } from '../expressions/select-syntax.js';
import type { Syntax } from '../expressions/syntax.js';
import type { Located, Place } from '../problems/problem.js';
import type { CalendarRule } from '../time/fiscal-calendar.js';
import type { CalendarGrain } from '../time/grain.js';
import type { Lifetime } from '../time/lifetime.js';
import type { PartitionForm } from '../time/partition-form.js';
import type { Span } from '../time/span.js';
import type { Lag } from './rollup.js';

/** All that the files say, each word with its place. Names are not looked up yet. */
export interface Definitions {
  readonly datasets: readonly DatasetDefinition[];
  readonly views: readonly ViewDefinition[];
  readonly spines: readonly SpineDefinition[];
  readonly calendars: readonly CalendarDefinition[];
}

/** Expression text with its parsed tree; `placeOf` turns an offset in the text into a place in the file. */
export interface ExpressionText extends Located<string> {
  readonly syntax: Syntax;
  readonly placeOf: (offset: number) => Place;
}

/** The SELECT of a dataset; `syntax` is null where it cannot be parsed, which has been reported. */
export interface SelectText extends Located<string> {
  readonly syntax: SelectSyntax | null;
  readonly placeOf: (offset: number) => Place;
}

export interface Described {
  readonly label?: string | undefined;
  readonly description?: string | undefined;
  readonly owner?: string | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** Where a thing stands between its first draft and its end. */
export interface LifecycleDefinition {
  readonly state?: 'draft' | 'certified' | 'deprecated' | undefined;
  readonly deprecated?:
    | {
        readonly until?: Located<string> | undefined;
        readonly use?: Located<string> | undefined;
        readonly because?: string | undefined;
      }
    | undefined;
  readonly tier?: 1 | 2 | 3 | undefined;
  readonly domain?: string | undefined;
}

/** A former name; `until` is the last day on which it works, null: for good. */
export interface AliasDefinition {
  readonly name: Located<string>;
  readonly until: string | null;
}

export interface DatasetDefinition extends Described, LifecycleDefinition {
  readonly name: Located<string>;
  /** `schema.table` or `table`; the engine profile says where it is. Exactly one of `table` and `sql` is there. */
  readonly table?: Located<string> | undefined;
  readonly sql?: SelectText | undefined;
  /** Tables that `sql` reads and no dataset is made of, with the types of their columns. */
  readonly tables?:
    | readonly { readonly name: Located<string>; readonly columns: DatasetDefinition['columns'] }[]
    | undefined;
  readonly columns: readonly { readonly name: Located<string>; readonly type: Located<DataType> }[];
  readonly key: readonly Located<string>[];
  readonly time?: Located<string> | undefined;
  readonly partitions: readonly PartitionDefinition[];
  /** Other than the configuration says. */
  readonly cache?: CacheDefinition | undefined;
  readonly links: readonly LinkDefinition[];
  readonly dimensions: readonly DimensionDefinition[];
  readonly segments: readonly { readonly name: Located<string>; readonly where: ExpressionText }[];
  readonly metrics: readonly MetricDefinition[];
  readonly rollups: readonly RollupDefinition[];
}

/** Metrics of a dataset, aggregated ahead. */
export interface RollupDefinition {
  readonly name: Located<string>;
  readonly description?: string | undefined;
  readonly metrics: readonly Located<string>[];
  readonly dimensions: readonly Located<string>[];
  readonly grain?: Located<CalendarGrain> | undefined;
  readonly zone?: Located<string> | undefined;
  readonly segments: readonly Located<string>[];
  readonly partition?: Located<CalendarGrain> | undefined;
  readonly every?: Located<Span> | undefined;
  readonly late?: Located<Span> | undefined;
  readonly maxStaleness?: Located<Span> | undefined;
  readonly lag?: Located<Lag> | undefined;
}

/** For how long, as durations are written: 5 minutes. */
export type CacheDefinition = { readonly [Key in keyof Lifetime]: string | undefined };

/** A row lies in a partition from that of its time to that of its time and `late`. */
export interface PartitionDefinition {
  readonly column: Located<string>;
  readonly from: Located<string>;
  readonly late?: Located<Span> | undefined;
  readonly form?: Located<PartitionForm> | undefined;
  /** Columns of what the form leaves open, in order: `[month, day]` of a year. */
  readonly parts: readonly Located<string>[];
}

export interface LinkDefinition {
  readonly name: Located<string>;
  readonly to: Located<string>;
  /** Pairs of [own dimension, its dimension]; `on: member_id` stands for the same name on both sides. */
  readonly on: readonly { readonly own: Located<string>; readonly its: Located<string> }[];
  readonly many: boolean;
  readonly join: 'left' | 'inner';
  readonly default?: Located<string> | undefined;
  readonly during?:
    | { readonly from: Located<string>; readonly to: Located<string>; readonly asOf: 'event' | 'now' }
    | undefined;
}

export interface DimensionDefinition extends Described {
  readonly name: Located<string>;
  /** Absent for a dimension that is a column of that name. */
  readonly expression?: ExpressionText | undefined;
  /** Said where the expression's own type should be another, e.g. a NULL literal. */
  readonly type?: Located<DataType> | undefined;
  readonly values?: readonly string[] | undefined;
  readonly hidden: boolean;
}

/** One condition for every dataset below a metric, or one for each. */
export type FilterText =
  | { readonly all: ExpressionText }
  | { readonly each: readonly { readonly dataset: Located<string>; readonly where: ExpressionText }[] };

export interface InputDefinition {
  readonly metric: Located<string>;
  readonly where?: FilterText | undefined;
  readonly offset?: Located<Span> | undefined;
  readonly atStartOf?: Located<string> | undefined;
  readonly at: Place;
}

export type MetricDefinition =
  | ExpressionMetricDefinition
  | RatioMetricDefinition
  | CumulativeMetricDefinition
  | ConversionMetricDefinition
  | FunnelMetricDefinition
  | ShareMetricDefinition
  | RankMetricDefinition
  | MultiStageMetricDefinition;

interface MetricDefinitionBase extends Described, LifecycleDefinition {
  readonly name: Located<string>;
  readonly aliases: readonly AliasDefinition[];
  readonly unit?: string | undefined;
  readonly format?: string | undefined;
  readonly where?: FilterText | undefined;
}

/** No `kind`: aggregates make a simple metric, metric names make a derived one; `inputs` may rename and narrow them. */
export interface ExpressionMetricDefinition extends MetricDefinitionBase {
  readonly kind: 'expression';
  readonly expression: ExpressionText;
  readonly inputs?: readonly { readonly name: Located<string>; readonly input: InputDefinition }[] | undefined;
  readonly empty?: 0 | null | undefined;
  readonly time?: Located<string> | undefined;
  readonly dense?: boolean | undefined;
  readonly semiAdditive?: SemiAdditiveDefinition | undefined;
}

export interface SemiAdditiveDefinition {
  readonly over: Located<string>;
  readonly take: 'first' | 'last' | 'average';
  readonly per: readonly Located<string>[];
  /** How many days a value is known for where none follows; null: for ever. Undefined: not beyond its period. */
  readonly fillForward?: Located<number | null> | undefined;
}

export interface RatioMetricDefinition extends MetricDefinitionBase {
  readonly kind: 'ratio';
  readonly numerator: InputDefinition;
  readonly denominator: InputDefinition;
}

export interface CumulativeMetricDefinition extends MetricDefinitionBase {
  readonly kind: 'cumulative';
  readonly of: Located<string>;
  readonly window:
    | { readonly kind: 'trailing' | 'leading'; readonly span: Located<Span> }
    | { readonly kind: 'to_date'; readonly grain: Located<string> }
    | { readonly kind: 'all_time' };
  readonly period: 'first' | 'last' | 'average';
}

export interface ConversionMetricDefinition extends MetricDefinitionBase {
  readonly kind: 'conversion';
  readonly base: Located<string>;
  readonly conversion: Located<string>;
  readonly entity: Located<string>;
  readonly constant: readonly Located<string>[];
  readonly window?: Located<Span> | undefined;
  readonly calculation: 'rate' | 'count' | 'time';
  readonly counts: 'conversions' | 'bases';
  readonly time?: TimeToConvertDefinition | undefined;
}

/** `then` is median, avg, min, max, or a percentile such as p90. */
export interface TimeToConvertDefinition {
  readonly then: string;
  readonly unit: 'seconds' | 'minutes' | 'hours' | 'days' | 'weeks';
}

/** `of`: the path of another funnel. `step`: the one that the value is about; the last unless said. */
export interface FunnelMetricDefinition extends MetricDefinitionBase {
  readonly kind: 'funnel';
  readonly path: FunnelPathDefinition | { readonly of: Located<string> };
  readonly step?: Located<string> | undefined;
  readonly calculation: 'rate' | 'count' | 'time';
  readonly from: 'first' | 'previous';
  readonly time?: TimeToConvertDefinition | undefined;
}

export interface FunnelPathDefinition {
  readonly steps: readonly Located<string>[];
  readonly entity: Located<string>;
  readonly constant: readonly Located<string>[];
  readonly window?: Located<Span> | undefined;
  readonly counts: 'entities' | 'starts';
}

export interface ShareMetricDefinition extends MetricDefinitionBase {
  readonly kind: 'share';
  readonly of: Located<string>;
  readonly within: readonly Located<string>[];
}

export interface RankMetricDefinition extends MetricDefinitionBase {
  readonly kind: 'rank';
  readonly of: Located<string>;
  readonly direction: 'asc' | 'desc';
  readonly ties: 'competition' | 'dense';
}

export interface MultiStageMetricDefinition extends MetricDefinitionBase {
  readonly kind: 'multi_stage';
  readonly of: Located<string>;
  readonly grain: Located<string>;
  readonly aggregate: string;
}

export interface ViewDefinition extends Described, LifecycleDefinition {
  readonly name: Located<string>;
  readonly metrics: readonly Located<string>[];
  readonly dimensions: readonly {
    readonly name: Located<string>;
    /** One path for all datasets, or one for each. */
    readonly path: Located<string> | readonly { readonly dataset: Located<string>; readonly path: Located<string> }[];
    readonly description?: string | undefined;
  }[];
}

export interface SpineDefinition {
  readonly table: Located<string>;
  readonly column: Located<string>;
  readonly grain: Located<string>;
  /** Columns that serve as custom grains; their type is `date` unless said. */
  readonly grains: readonly { readonly name: Located<string>; readonly type?: Located<DataType> | undefined }[];
}

/** A calendar by a rule: its grains are named after it. */
export interface CalendarDefinition {
  readonly name: Located<string>;
  readonly rule: CalendarRule;
}
