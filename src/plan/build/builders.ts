import type { Scalar } from '../../expressions/scalar.js';
import type { Filter, Metric, MetricKind, Model, SimpleMetric } from '../../model/model.js';
import type { Composed, Composition, CompositionSettings, Part } from '../composition.js';
import type { Leaf } from '../leaf/leaf.js';
import type { Movement } from '../movement.js';
import type { PlanNode } from '../plan.js';
import type { Question } from '../question.js';
import { conversion } from './conversion.js';
import { cumulative } from './cumulative.js';
import { derived } from './derived.js';
import { funnel } from './funnel.js';
import { multiStage } from './multi-stage.js';
import { rank } from './rank.js';
import { ratio } from './ratio.js';
import { share } from './share.js';
import { simple } from './simple.js';

/** What the metrics above ask of a metric: their filters add up with its own, and they may look at other times. */
export interface Scope {
  readonly filters: readonly Filter[];
  readonly movement: Movement;
}

/** What a builder can ask of the plan under way. */
export interface Composer {
  readonly model: Model;
  readonly question: Question;
  readonly metric: (name: string) => Metric;
  /** The pass over a simple metric's dataset. */
  readonly leafFor: (metric: SimpleMetric, scope: Scope) => Leaf;
  /** Whether a group may lack the rows of a pass: then its columns are NULL there. */
  readonly gaps: boolean;
  /** Whether there are dimensions; without them the one group is there even if no row is. */
  readonly grouped: boolean;
  /** Whether rows that fill adds show 0: then one asks whether rows are behind a value. */
  readonly fillsZero: boolean;
  readonly relation: (wanted: string) => string;
  /** Whether what is built now makes groups; what comes after is only read in them. */
  readonly asking: boolean;
  /** The part of a key; parts of one key are of one kind. */
  readonly addPart: <P extends Part>(key: string, make: () => P) => P;
  /** A relation joined to the groups on some of their dimensions. */
  readonly attach: (
    key: string,
    make: () => { readonly node: PlanNode; readonly on: (group: (name: string) => Scalar) => readonly Scalar[] },
  ) => PlanNode;
  /** Other metrics over another question. */
  readonly compose: (question: Question, metrics: readonly Metric[], more?: Partial<CompositionSettings>) => Composed;
  readonly child: (question: Question, metrics: readonly Metric[], more?: Partial<CompositionSettings>) => Composition;
  /** A pass of its own, shared with nothing, over all rows that its movement allows. */
  readonly leafAlone: (metric: SimpleMetric, question: Question, movement?: Movement) => Leaf;
}

/** A metric in a group: its value over columns of parts. */
export interface Built {
  readonly value: Scalar;
  /** Counts of the rows behind the value; all 0 or NULL: the metric has none. */
  readonly behind: () => readonly Scalar[];
}

/** Name under which a composition tells the rows behind a metric's value; no metric has it. */
export const behindOf = (metric: string): string => `rows behind ${metric}`;

export type Build<M extends Metric = Metric> = (metric: M, composer: Composer, scope: Scope) => Built;

export const builders = {
  simple,
  ratio,
  derived,
  cumulative,
  conversion,
  funnel,
  share,
  rank,
  multi_stage: multiStage,
} satisfies { [K in MetricKind]: Build<Extract<Metric, { kind: K }>> };

export const build = (metric: Metric, composer: Composer, scope: Scope): Built =>
  (builders[metric.kind] as Build)(metric, composer, scope);
