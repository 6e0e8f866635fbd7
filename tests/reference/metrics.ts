import { conversionValue } from './conversion.js';
import { derivedValue, ratioValue } from './derived.js';
import type { Condition, Metric } from './format.js';
import { funnelValue } from './funnel.js';
import { multiStageValue } from './multi-stage.js';
import { NOTHING, type Selection } from './periods.js';
import { rankValue } from './rank.js';
import { metricOf, type Scope } from './scope.js';
import { shareValue } from './share.js';
import { simpleValue } from './simple.js';
import type { Value } from './values.js';
import { cumulativeValue } from './windows.js';

/** The values of a group, undefined where the dimension is left open; the time of `main` is said by When. */
export type CellValues = readonly (Value | undefined)[];

/** Which rows count by their time. */
export interface When {
  /** Leave out rows that the range and the conditions on metric_time exclude: not for windows and shifted inputs. */
  cut: boolean;
  within?: Selection;
  /** `within` is the window around a unit of time. It cannot hold another window; an input shifted in it looks around another unit. */
  window?: WindowAround;
}

export interface WindowAround {
  unit: string;
  at: number;
  /** The window around a unit that begins at a moment. */
  around(at: number): Selection;
}

/** How the value of one kind of metric is found in one cell. `filters` are those of the metrics above. */
export type ValueOf<M extends Metric> = (
  scope: Scope,
  metric: M,
  filters: Condition[],
  cell: CellValues,
  when: When,
  name: string,
) => Value;

const KINDS: { [K in Metric['kind']]: ValueOf<Extract<Metric, { kind: K }>> } = {
  simple: (...args) => simpleValue(...args),
  ratio: (...args) => ratioValue(...args),
  derived: (...args) => derivedValue(...args),
  cumulative: (...args) => cumulativeValue(...args),
  conversion: (...args) => conversionValue(...args),
  funnel: (...args) => funnelValue(...args),
  share: (...args) => shareValue(...args),
  rank: (...args) => rankValue(...args),
  multi_stage: (...args) => multiStageValue(...args),
};

export function metricValue(scope: Scope, name: string, filters: Condition[], cell: CellValues, when: When): Value {
  const metric = metricOf(scope.model, name);
  const all = [...filters, ...('filter' in metric ? (metric.filter ?? []) : [])];
  return (KINDS[metric.kind] as ValueOf<Metric>)(scope, metric, all, cell, when, name);
}

/** What a metric shows where it has no rows (G4). */
export const valueOfNothing = (scope: Scope, name: string, filters: Condition[], cell: CellValues): Value =>
  metricValue(scope, name, filters, cell, { cut: false, within: NOTHING });
