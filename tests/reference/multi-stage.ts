import { aggregate } from './aggregates.js';
import type { MultiStage } from './format.js';
import { metricValue, type ValueOf } from './metrics.js';
import { leavesOf, type Scope } from './scope.js';
import { pairsIn } from './simple.js';
import { startOf } from './spines.js';
import { toWall } from './zones.js';

/** The start of the unit around a moment of the time axis, on the wall clock; null for rows without a time. */
function unitAt(scope: Scope, axis: number | null, grain: string): number | null {
  if (axis === null) return null;
  return startOf(scope.model, scope.main?.onInstants ? toWall(scope.zone, axis) : axis, grain) ?? null;
}

/** K9 */
export const multiStageValue: ValueOf<MultiStage> = (scope, metric, filters, cell, when) => {
  const pairs = leavesOf(scope.model, metric.input, filters).flatMap((leaf) => pairsIn(scope, leaf, cell, when));
  const units = new Set(pairs.map(({ axis }) => unitAt(scope, axis, metric.grain)));
  const values = [...units].map((unit) =>
    metricValue(scope, metric.input, filters, cell, {
      ...when,
      within: {
        contains: (time) => (when.within?.contains(time) ?? true) && unitAt(scope, time, metric.grain) === unit,
        low: Number.NEGATIVE_INFINITY,
        high: Number.POSITIVE_INFINITY,
      },
    }),
  );
  return aggregate(metric.agg, values);
};
