import type { Condition, Metric, Model, Query, QueryDimension, Simple } from './format.js';
import type { Group } from './groups.js';
import type { LeafPair } from './leaves.js';
import type { Period } from './periods.js';
import { Refused } from './refused.js';
import type { Value } from './values.js';

/** The one dimension over metric_time that has a grain: windows, offsets and filling move along it. */
export interface MainTime {
  index: number;
  grain: string;
  /** Periods below the day as UTC instants (T5): their axis is UTC, not the wall clock. */
  onInstants: boolean;
}

/** Half-open, on the wall clock of the query's zone, in microseconds. */
export interface WallRange {
  from: number;
  to: number;
}

/** One question, and what has been worked out for it so far. */
export interface Scope {
  model: Model;
  query: Query;
  zone: string;
  /** Without repetitions (R3). */
  dimensions: QueryDimension[];
  /** Indexes of the dimensions over metric_time. */
  times: number[];
  main?: MainTime;
  range?: WallRange;
  /** Conditions that say which rows are kept, and those that say which periods are reported (T10). */
  rowConditions: Condition[];
  timeConditions: Condition[];
  /** Puts the label of `top` in place of the rest of the values of one dimension. */
  relabel?: { index: number; to: (value: Value) => Value };
  /** The groups of the answer, once they are known (ranks need them). */
  groups?: Group[];
  /** Values of ranked metrics in all groups. */
  ranked: Map<string, Value[]>;
  pairs: Map<string, LeafPair[]>;
  periods: Map<string, Period>;
  entities: Map<string, Map<string, Value>>;
  /** Told of all pairs that a value rests on. */
  onRead?: ((pairs: LeafPair[]) => void) | undefined;
}

export function metricOf(model: Model, name: string): Metric {
  const metric = Object.hasOwn(model.metrics, name) ? model.metrics[name] : undefined;
  if (!metric) throw new Refused('UNKNOWN_METRIC', name);
  return metric;
}

export interface Leaf {
  name: string;
  metric: Simple;
  /** Filters of all metrics and inputs above it, and its own. */
  filters: Condition[];
}

/** The simple metrics below a metric with all filters that reach them; of a conversion only the base, of a funnel the first step (G3, F10). */
export function leavesOf(model: Model, name: string, filters: Condition[] = []): Leaf[] {
  const metric = metricOf(model, name);
  const all = [...filters, ...('filter' in metric ? (metric.filter ?? []) : [])];
  if (metric.kind === 'simple') return [{ name, metric, filters: all }];
  if (metric.kind === 'conversion') return leavesOf(model, metric.base, all);
  if (metric.kind === 'funnel') return leavesOf(model, metric.steps[0] ?? '', all);
  if (metric.kind !== 'ratio' && metric.kind !== 'derived') return leavesOf(model, metric.input, all);
  const inputs = metric.kind === 'ratio' ? [metric.numerator, metric.denominator] : Object.values(metric.inputs);
  return inputs.flatMap((input) => leavesOf(model, input.metric, [...all, ...(input.filter ?? [])]));
}
