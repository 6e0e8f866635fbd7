import { call, choose, literal, mapScalar, nullOf, type Scalar } from '../../expressions/scalar.js';
import { withoutRows } from '../../expressions/without-rows.js';
import type { SimpleMetric } from '../../model/model.js';
import { isStill } from '../movement.js';
import { isMetricTime, speaksOfTime } from '../question.js';
import { notExpressible } from '../timeline.js';
import { average } from './average.js';
import type { Build, Composer, Scope } from './builders.js';

/** An expression over aggregates of one dataset. Where no row passes, it shows its `empty` value. */
export const simple: Build<SimpleMetric> = (metric, composer, above) => {
  if (metric.semiAdditive?.take === 'average') return average(metric, composer, above);
  const scope = filledForward(metric, composer, above);
  const leaf = composer.leafFor(metric, scope);
  const filters = [...(metric.where ? [metric.where] : []), ...scope.filters];
  const bare = metric.value.kind === 'aggregate';
  let n = 0;
  const value = mapScalar(metric.value, (node) =>
    node.kind === 'aggregate' ? leaf.measure(node, filters, bare ? metric.name : `${metric.name}_${++n}`) : node,
  );
  const gaps = composer.gaps || !isStill(scope.movement);
  const alwaysRows = !gaps && composer.grouped && filters.length === 0 && metric.semiAdditive === null;
  const rows = (): Scalar => leaf.rows(filters, `${metric.name}_rows`);
  return { value: alwaysRows ? value : withEmpty(metric, value, gaps, rows), behind: () => [rows()] };
};

/** A balance that is filled forward looks back from the end of each period (K5c). */
function filledForward(metric: SimpleMetric, { question }: Composer, scope: Scope): Scope {
  const forward = metric.semiAdditive?.fillForward;
  if (forward == null) return scope;
  if (question.dimensions.some(isMetricTime)) {
    if (scope.movement.window !== null || scope.movement.moves.length > 0)
      notExpressible(
        `"${metric.name}" is filled forward: it goes into no window, and no shift by less than the period.`,
      );
    return { ...scope, movement: { ...scope.movement, window: { kind: 'known', days: forward.days } } };
  }
  if (question.where.some(speaksOfTime))
    notExpressible(`"${metric.name}" is filled forward to the end of the time asked: give it as time:, not in where:.`);
  if (forward.days !== null && question.time === null)
    notExpressible(`"${metric.name}" is known for ${forward.days} days: give time:, whose end they are counted from.`);
  return scope;
}

function withEmpty(metric: SimpleMetric, value: Scalar, gaps: boolean, rows: () => Scalar): Scalar {
  const natural = withoutRows(metric.value);
  if (metric.empty === null && natural === 'null') return value;
  if (metric.empty === 0 && natural === 'zero')
    return gaps ? call('coalesce', [value, literal('0', 'integer')], value.type) : value;
  return choose(
    call('>', [rows(), literal('0', 'integer')], 'boolean'),
    value,
    metric.empty === 0 ? literal('0', 'integer') : nullOf(value.type),
  );
}
