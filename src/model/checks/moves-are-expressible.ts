import type { Problem } from '../../problems/problem.js';
import { inputsOf } from '../below.js';
import type { Metric, MetricKind, Model } from '../model.js';
import type { Check } from './checks.js';

/** What cannot be looked at elsewhere in time: a window over it, or an offset of it, has no single sound meaning. */
const UNMOVED: Readonly<Partial<Record<MetricKind, string>>> = { rank: 'a rank' };

/** A window over these would match events anew for each period, or could mean rows or values. */
const UNWINDOWED: typeof UNMOVED = {
  ...UNMOVED,
  conversion: 'a conversion',
  funnel: 'a funnel',
  cumulative: 'a window itself',
};

/** A window or an offset over such a metric is refused whenever it is asked by time: said at load, not at the first question. */
export const movesAreExpressible: Check = (model) =>
  [...model.metrics.values()].flatMap((metric): Problem[] => {
    const inputs = inputsOf(metric).filter(({ shifted }) => shifted || metric.kind === 'cumulative');
    const kinds = metric.kind === 'cumulative' ? UNWINDOWED : UNMOVED;
    const [unmoved] = inputs.flatMap(({ metric: name }) => unmovedBelow(model, name, kinds) ?? []);
    const what = unmoved && kinds[unmoved.kind];
    if (unmoved === undefined || what === undefined) return [];
    const move = metric.kind === 'cumulative' ? 'a window' : 'offset in time';
    return [
      {
        code: 'NEVER_BY_TIME',
        severity: 'warning',
        at: metric.at,
        message:
          metric.kind === 'cumulative'
            ? `"${metric.name}" is ${move} over "${unmoved.name}", which is ${what}.`
            : `"${metric.name}" asks "${unmoved.name}" ${move}, and that is ${what}.`,
        hint: 'Put windows and offsets on the metrics of rows below.',
      },
    ];
  });

function unmovedBelow(model: Model, name: string, kinds: typeof UNMOVED, seen = new Set<string>()): Metric | undefined {
  const metric = model.metrics.get(name);
  if (metric === undefined || seen.has(name)) return undefined;
  seen.add(name);
  if (metric.kind in kinds) return metric;
  for (const input of inputsOf(metric)) {
    const found = unmovedBelow(model, input.metric, kinds, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}
