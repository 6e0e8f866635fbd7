import { metricsOf } from './checks.js';
import type { Feature } from './features.js';
import type { Model, Query } from './format.js';
import { movesInTime } from './moves.js';
import type { Random } from './random.js';
import { metricOf } from './scope.js';

const looksFarther = (model: Model, name: string): boolean => {
  const metric = metricOf(model, name);
  if (metric.kind === 'rank') return true;
  if (metric.kind === 'simple') return metric.semi_additive?.fill_forward !== undefined;
  const inputs = metric.kind === 'derived' ? Object.values(metric.inputs).map((input) => input.metric) : [];
  return inputs.some((input) => looksFarther(model, input));
};

/** Some questions are filled with the last value (D3), and some are filled though nothing says from when to when (D1a). */
export function filledOtherwise(random: Random, model: Model, query: Query, has: (feature: Feature) => boolean): Query {
  const times = query.dimensions.filter(({ path }) => path === 'metric_time');
  const canFill = has('fill') && query.metrics.length > 0 && times.length === 1 && times[0]?.grain !== undefined;
  const [last, open] = [random.chance(query.fill ? 0.5 : 0.25), random.chance(0.8)];
  if (!canFill) return query;
  const names = metricsOf(
    query,
    query.dimensions.map(({ as }) => as),
  );
  const carries = names.every((name) => !movesInTime(model, name) && !looksFarther(model, name));
  const fill = last && carries ? 'last' : query.fill;
  const { range, ...unbound } = query;
  const rest = fill && open && model.spines.length === 0 ? unbound : query;
  return fill ? { ...rest, fill } : rest;
}
