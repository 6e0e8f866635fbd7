/** The types of metric-cases/1, as they stand in JSON. */

/** NULL, boolean, integer and double as JSON has them; bigint, decimal, text, date and timestamp as text. */
export type Cell = null | boolean | number | string;
export type ColumnType = string;
export type Grain = string;
export interface Table {
  columns: [name: string, type: ColumnType][];
  rows: Cell[][];
}
export interface Spine {
  table: string;
  column: string;
  grain: Grain;
  grains: Grain[];
}
export interface Dimension {
  type: ColumnType;
  expr?: string;
}
export interface Link {
  to: string;
  on: [own: string, its: string][];
  kind: 'many_to_one' | 'one_to_many';
  join: 'left' | 'inner';
  default?: string;
  /** `as_of`: now; without it, the row's own day. Beyond metric-cases/1. */
  during?: { from: string; to: string; as_of?: 'now' };
}
export interface Dataset {
  table?: string;
  sql?: string;
  primary_key: string[];
  time?: string;
  /** What the columns follow from: the product may read less, and the evaluator does not care. */
  partition?: Record<string, { from: string; late?: string; form?: string; parts?: string[] }>;
  dimensions: Record<string, Dimension>;
  links: Record<string, Link>;
  segments: Record<string, Condition[]>;
}

/** Where a dimension is found: one path from every dataset, or one for each. */
export interface Place {
  path?: string;
  paths?: Record<string, string>;
}
export interface PathCondition extends Place {
  grain?: Grain;
  op: string;
  value?: Cell | Cell[];
  ignore_case?: boolean;
}
export interface MetricCondition {
  metric: string;
  per?: string;
  op: string;
  value?: Cell | Cell[];
}
export type Condition =
  | PathCondition
  | MetricCondition
  | { any: Condition[] }
  | { all: Condition[] }
  | { not: Condition };

export interface Span {
  count: number;
  grain: Grain;
}
export interface Input {
  metric: string;
  filter?: Condition[];
  offset?: Span;
  at_start_of?: Grain;
}
export type Aggregation =
  | 'count'
  | 'count_distinct'
  | 'sum'
  | 'min'
  | 'max'
  | 'avg'
  | 'median'
  | 'percentile_cont'
  | 'percentile_disc'
  | 'sum_boolean';
export interface Simple {
  kind: 'simple';
  dataset: string;
  agg: Aggregation;
  expr?: string;
  p?: number;
  filter?: Condition[];
  time?: string;
  empty: 0 | null;
  dense?: true;
  semi_additive?: {
    over: string;
    take: 'first' | 'last' | 'average';
    per: string[];
    /** True, or for so many days. Beyond metric-cases/1, as is `take: average`. */
    fill_forward?: true | number;
  };
}
export interface Ratio {
  kind: 'ratio';
  numerator: Input;
  denominator: Input;
  filter?: Condition[];
}
export interface Derived {
  kind: 'derived';
  expr: string;
  inputs: Record<string, Input>;
  filter?: Condition[];
}
export interface Cumulative {
  kind: 'cumulative';
  input: string;
  trailing?: Span;
  leading?: Span;
  to_date?: Grain;
  all_time?: true;
  period_agg: 'first' | 'last' | 'average';
  filter?: Condition[];
}
export interface Conversion {
  kind: 'conversion';
  base: string;
  conversion: string;
  entity: string;
  constant: string[];
  window?: Span;
  calculation: 'rate' | 'count' | 'time';
  /** Conversions unless said; `time` where the calculation is one. Neither is in metric-cases/1. */
  counts?: 'conversions' | 'bases';
  time?: TimeToConvert;
}
export interface TimeToConvert {
  agg: 'median' | 'avg' | 'min' | 'max' | 'percentile_cont';
  p?: number;
  unit: 'seconds' | 'minutes' | 'hours' | 'days' | 'weeks';
}
/** Not in metric-cases/1. `step` and `from` are places in `steps`. */
export interface Funnel {
  kind: 'funnel';
  steps: string[];
  entity: string;
  constant: string[];
  window?: Span;
  counts: 'entities' | 'starts';
  step: number;
  from: number;
  calculation: 'rate' | 'count' | 'time';
  time?: TimeToConvert;
}
export interface Share {
  kind: 'share';
  input: string;
  within: string[];
}
export interface Rank {
  kind: 'rank';
  input: string;
  direction: 'asc' | 'desc';
  ties: 'competition' | 'dense';
}
export interface MultiStage {
  kind: 'multi_stage';
  input: string;
  grain: Grain;
  agg: Aggregation;
}
export type Metric = Simple | Ratio | Derived | Cumulative | Conversion | Funnel | Share | Rank | MultiStage;

export interface Model {
  tables: Record<string, Table>;
  spines: Spine[];
  datasets: Record<string, Dataset>;
  metrics: Record<string, Metric>;
}
export interface QueryDimension extends Place {
  as: string;
  grain?: Grain;
  part?: 'day_of_week' | 'month_of_year';
  instants?: boolean;
}
export type Range = { from: string; through: string } | { from: string; to: string } | { last: Span } | { this: Grain };
export interface Order {
  by: string;
  dir: 'asc' | 'desc';
  nulls: 'first' | 'last';
}
export interface Query {
  metrics: string[];
  dimensions: QueryDimension[];
  dataset?: string;
  where?: Condition[];
  segments?: string[];
  having?: Condition[];
  range?: Range;
  timezone?: string;
  now?: string;
  /** As of which day every history is looked at. Beyond metric-cases/1. */
  valid_at?: string;
  fill?: 'empty' | 'zero' | 'last';
  order?: Order[];
  limit?: number;
  offset?: number;
  total?: boolean;
  top?: { count: number; by: string; dimension: string; other: string };
}
export interface Answer {
  columns: string[];
  rows: Cell[][];
  total?: number;
}
export interface Expected {
  outcome: 'rows' | 'reject' | 'rows_or_reject';
  columns?: string[];
  types?: ColumnType[];
  rows?: Cell[][];
  total?: number;
  not_scanned?: string[];
}
export interface CompareOptions {
  ordered: boolean;
  keep_null_rows: boolean;
  null_as_zero: boolean;
}
export interface Case {
  id: string;
  title: string;
  model: string;
  tags: string[];
  rules: string[];
  query: Query;
  expected: Expected;
  compare: CompareOptions;
}
export interface Suite {
  format: 'metric-cases/1';
  name: string;
  models: Record<string, Model>;
  cases: Case[];
}
