/** The format `metric-cases/1`: models, each a closed world, and what is asked of them. */
export interface Suite {
  readonly models: Readonly<Record<string, SuiteModel>>;
  readonly cases: readonly SuiteCase[];
}

export interface SuiteModel {
  readonly tables: Readonly<Record<string, SuiteTable>>;
  readonly spines: readonly SuiteSpine[];
  readonly datasets: Readonly<Record<string, SuiteDataset>>;
  readonly metrics: Readonly<Record<string, SuiteMetric>>;
}

export type SuiteValue = string | number | boolean | null;

export interface SuiteTable {
  readonly columns: readonly (readonly [name: string, type: string])[];
  readonly rows: readonly (readonly SuiteValue[])[];
}

export interface SuiteSpine {
  readonly table: string;
  readonly column: string;
  readonly grain: string;
  readonly grains: readonly string[];
}

export interface SuiteDataset {
  readonly table?: string;
  readonly sql?: string;
  readonly primary_key: readonly string[];
  readonly time?: string;
  /** Of generated models: public ones have none. */
  readonly partition?: Readonly<
    Record<
      string,
      { readonly from: string; readonly late?: string; readonly form?: string; readonly parts?: readonly string[] }
    >
  >;
  readonly dimensions: Readonly<Record<string, { readonly type: string; readonly expr?: string }>>;
  readonly links: Readonly<Record<string, SuiteLink>>;
  readonly segments: Readonly<Record<string, readonly SuiteCondition[]>>;
}

export interface SuiteLink {
  readonly to: string;
  readonly on: readonly (readonly [own: string, its: string])[];
  readonly kind: 'many_to_one' | 'one_to_many';
  readonly join: 'left' | 'inner';
  readonly default?: string;
  readonly during?: { readonly from: string; readonly to: string; readonly as_of?: 'now' };
}

export interface PathPlace {
  readonly path?: string;
  readonly paths?: Readonly<Record<string, string>>;
}

/** On a path, on a metric (with `per` where rows are filtered), or made of others. */
export interface SuiteCondition extends PathPlace {
  readonly grain?: string;
  readonly metric?: string;
  readonly per?: string;
  readonly op?: string;
  readonly value?: SuiteValue | readonly SuiteValue[];
  readonly ignore_case?: boolean;
  readonly any?: readonly SuiteCondition[];
  readonly all?: readonly SuiteCondition[];
  readonly not?: SuiteCondition;
}

export interface SuiteSpan {
  readonly count: number;
  readonly grain: string;
}

export interface SuiteInput {
  readonly metric: string;
  readonly filter?: readonly SuiteCondition[];
  readonly offset?: SuiteSpan;
  readonly at_start_of?: string;
}

interface Filtered {
  readonly filter?: readonly SuiteCondition[];
}

export interface SimpleMetric extends Filtered {
  readonly kind: 'simple';
  readonly dataset: string;
  readonly agg: string;
  readonly expr?: string;
  readonly p?: number;
  readonly time?: string;
  readonly empty: 0 | null;
  readonly dense?: true;
  readonly semi_additive?: {
    readonly over: string;
    readonly take: 'first' | 'last' | 'average';
    readonly per: readonly string[];
    readonly fill_forward?: true | number;
  };
}

export interface RatioMetric extends Filtered {
  readonly kind: 'ratio';
  readonly numerator: SuiteInput;
  readonly denominator: SuiteInput;
}

export interface DerivedMetric extends Filtered {
  readonly kind: 'derived';
  readonly expr: string;
  readonly inputs: Readonly<Record<string, SuiteInput>>;
}

export interface CumulativeMetric extends Filtered {
  readonly kind: 'cumulative';
  readonly input: string;
  readonly trailing?: SuiteSpan;
  readonly leading?: SuiteSpan;
  readonly to_date?: string;
  readonly all_time?: true;
  readonly period_agg: 'first' | 'last' | 'average';
}

export interface ConversionMetric {
  readonly kind: 'conversion';
  readonly base: string;
  readonly conversion: string;
  readonly entity: string;
  readonly constant: readonly string[];
  readonly window?: SuiteSpan;
  readonly calculation: 'rate' | 'count' | 'time';
  /** Beyond metric-cases/1, for generated cases. */
  readonly counts?: 'conversions' | 'bases';
  readonly time?: SuiteTimeToConvert;
}

export interface SuiteTimeToConvert {
  readonly agg: string;
  readonly p?: number;
  readonly unit: string;
}

/** Beyond metric-cases/1, for generated cases; `step` and `from` are places in `steps`. */
export interface FunnelMetric {
  readonly kind: 'funnel';
  readonly steps: readonly string[];
  readonly entity: string;
  readonly constant: readonly string[];
  readonly window?: SuiteSpan;
  readonly counts: 'entities' | 'starts';
  readonly step: number;
  readonly from: number;
  readonly calculation: 'rate' | 'count' | 'time';
  readonly time?: SuiteTimeToConvert;
}

export interface ShareMetric {
  readonly kind: 'share';
  readonly input: string;
  readonly within: readonly string[];
}

export interface RankMetric {
  readonly kind: 'rank';
  readonly input: string;
  readonly direction: 'asc' | 'desc';
  readonly ties: 'competition' | 'dense';
}

export interface MultiStageMetric {
  readonly kind: 'multi_stage';
  readonly input: string;
  readonly grain: string;
  readonly agg: string;
}

export type SuiteMetric =
  | SimpleMetric
  | RatioMetric
  | DerivedMetric
  | CumulativeMetric
  | ConversionMetric
  | FunnelMetric
  | ShareMetric
  | RankMetric
  | MultiStageMetric;

export interface SuiteDimension extends PathPlace {
  readonly as: string;
  readonly grain?: string;
  readonly part?: 'day_of_week' | 'month_of_year';
  readonly instants?: true;
}

export type SuiteRange =
  | { readonly from: string; readonly through: string }
  | { readonly from: string; readonly to: string }
  | { readonly last: SuiteSpan }
  | { readonly this: string };

export interface SuiteQuery {
  readonly metrics: readonly string[];
  readonly dataset?: string;
  readonly dimensions: readonly SuiteDimension[];
  readonly where?: readonly SuiteCondition[];
  readonly segments?: readonly string[];
  readonly having?: readonly SuiteCondition[];
  readonly range?: SuiteRange;
  readonly timezone?: string;
  readonly now?: string;
  readonly valid_at?: string;
  readonly fill?: 'empty' | 'zero' | 'last';
  readonly order?: readonly { readonly by: string; readonly dir: 'asc' | 'desc'; readonly nulls: 'first' | 'last' }[];
  readonly limit?: number;
  readonly offset?: number;
  readonly total?: boolean;
  readonly top?: { readonly count: number; readonly by: string; readonly dimension: string; readonly other: string };
}

/** What a suite expects of a case is for its judge; the runner does not know these keys. */
export interface SuiteCase {
  readonly id: string;
  readonly model: string;
  readonly query: SuiteQuery;
}
