import { aggregate } from './aggregates.js';
import { isStandard } from './calendar.js';
import type { MultiStage } from './format.js';
import { metricValue, type ValueOf, type When } from './metrics.js';
import { movesInTime } from './moves.js';
import { periodAt } from './periods.js';
import { open } from './refused.js';
import { leavesOf, type Scope } from './scope.js';
import { pairsIn } from './simple.js';
import { isFiner, startOf } from './spines.js';
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
  if (movesInTime(scope.model, metric.input)) {
    scope.onRead?.(pairs); // a group whose units have rows looks at others; one without looks at none
    const quiet = { ...scope, onRead: undefined };
    const values = [...units].map((unit) => valueAskedBy(quiet, metric, filters, cell, when, unit));
    return aggregate(metric.agg, values);
  }
  const values = [...units].map((unit) =>
    metricValue(scope, metric.input, filters, cell, {
      cut: when.cut,
      within: {
        contains: (time) => (when.within?.contains(time) ?? true) && unitAt(scope, time, metric.grain) === unit,
        low: Number.NEGATIVE_INFINITY,
        high: Number.POSITIVE_INFINITY,
      },
    }),
  );
  return aggregate(metric.agg, values);
};

/** An input that looks at other times has the value that it has when it is asked by the unit. */
function valueAskedBy(
  scope: Scope,
  { input, grain }: MultiStage,
  filters: Parameters<ValueOf<MultiStage>>[2],
  cell: Parameters<ValueOf<MultiStage>>[3],
  when: When,
  unit: number | null,
) {
  const { main, times } = scope;
  if (!when.cut || when.window) throw open('stages of what looks at other times, shifted or in a window');
  if (unit === null) throw open('a unit of rows without a time that looks at other times');
  if (main ? main.onInstants : times.length > 0) throw open('stages of a window by instants or parts of time');
  if (!isStandard(grain) || (main && !isStandard(main.grain))) throw open('stages of custom units');
  if (main && main.grain !== grain && !(isFiner(scope.model, grain, main.grain) && grain !== 'week'))
    throw open('stages that are no finer periods of those asked');
  const stage = { index: main?.index ?? -1, grain, onInstants: false };
  const asked: Scope = { ...scope, main: stage, periods: new Map() };
  return metricValue(asked, input, filters, cell, { cut: true, within: periodAt(asked, stage, unit) });
}
