import type { Scalar } from '../../expressions/scalar.js';
import type { Filter, Metric, MetricKind, SimpleMetric } from '../../model/model.js';
import type { Leaf } from '../leaf.js';
import { derived } from './derived.js';
import { ratio } from './ratio.js';
import { simple } from './simple.js';

/** What a builder can ask of the plan under way. */
export interface Composer {
  readonly leafFor: (metric: SimpleMetric) => Leaf;
  readonly metric: (name: string) => Metric;
  /** Whether several leaves meet: then a group may lack the rows of one, and its columns are NULL there. */
  readonly several: boolean;
  /** Whether there are dimensions; without them the one group is there even if no row is. */
  readonly grouped: boolean;
}

/** Where a metric has rows of its own: in a leaf, under its filters. */
export interface Presence {
  readonly leaf: Leaf;
  readonly filters: readonly Filter[];
}

/** A metric in a group: its value over leaf columns, and where it has rows. */
export interface Built {
  readonly value: Scalar;
  readonly presence: readonly Presence[];
}

/** @param filters conditions from the metrics above; they add up with the metric's own */
export type Build<M extends Metric = Metric> = (metric: M, composer: Composer, filters: readonly Filter[]) => Built;

export const builders = { simple, ratio, derived } satisfies { [K in MetricKind]: Build<Extract<Metric, { kind: K }>> };

export const build = (metric: Metric, composer: Composer, filters: readonly Filter[]): Built => (builders[metric.kind] as Build)(metric, composer, filters);
