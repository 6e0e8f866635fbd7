import { printSyntax } from '../../../expressions/print-syntax.js';
import { call, number } from '../../expression.js';
import type { Origin } from '../../report.js';
import type { Metrics } from '../metrics.js';
import { entitiesOf, entityDimension, type Measured, timeOf } from '../world.js';
import type { ImportKind } from './kinds.js';

/** A measure with the filters of the metric and of its input. MetricFlow shows NULL where there is no row, unless it fills. */
export const simple: ImportKind = (metrics, metric, origin) => {
  const { report } = metrics.world;
  const { measure, ...params } = metric.type_params;
  const measured = metrics.measured(metric, origin);
  const aggregate = measured && metrics.expressionOf(measured, origin);
  if (measured === undefined || aggregate === undefined) return undefined;
  const condition = metrics.conditions([measure?.filter, metric.filter], measured, origin);
  const semiAdditive = semiAdditiveKeys(metrics, measured, origin);
  if (condition === 'lost' || semiAdditive === 'lost') return undefined;
  const fill = measure?.fill_nulls_with ?? params.fill_nulls_with;
  if (typeof fill === 'number' && fill !== 0)
    return report.loss(origin, `It fills NULL with ${fill}; a metric without a row shows 0 or NULL here.`);
  const isDense = Boolean(measure?.join_to_timespine ?? params.join_to_timespine);
  if (isDense) report.add('difference', origin, DENSE);
  const { source } = measured;
  const time = timeOf(measured);
  // A sum of nothing but NULL is filled too; counts are never NULL
  const expression =
    fill === 0 && !aggregate.name.startsWith('count') ? call('coalesce', [aggregate, number(0)]) : aggregate;
  return {
    home: source,
    keys: {
      expression: printSyntax(expression),
      ...(condition && { where: printSyntax(condition) }),
      empty: fill === 0 ? 0 : null,
      ...(time !== undefined && time !== source.draft.time && { time }),
      ...(isDense && { dense: true }),
      ...semiAdditive,
    },
    below: [measured],
    moves: false,
  };
};

const DENSE =
  'Every period of the spine has a row in each group (rule D1); MetricFlow has one row without a group for a period without rows. Below other metrics nothing is filled.';

function semiAdditiveKeys(
  { world }: Metrics,
  { source, of }: Measured,
  origin: Origin,
): Record<string, unknown> | 'lost' {
  const said = of.non_additive_dimension;
  if (!said) return {};
  const per = (said.window_groupings ?? []).map((name) => {
    const entity = entitiesOf(source).find((each) => each.name === name);
    return entity && entityDimension(world, source, entity, origin);
  });
  if (per.includes(undefined)) {
    world.report.loss(origin, 'Its window_groupings name what is no entity of its semantic model.');
    return 'lost';
  }
  const take = said.window_choice.toLowerCase() === 'max' ? 'last' : 'first';
  return { semi_additive: { over: said.name, take, ...(per.length > 0 && { per }) } };
}
