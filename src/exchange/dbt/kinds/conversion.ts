import type { Origin } from '../../report.js';
import type { InputMeasure, InputMetric } from '../manifest.js';
import { countsRows } from '../measure.js';
import { type Imported, type Metrics, plural } from '../metrics.js';
import { dimensionsOf, sharedEntity } from '../world.js';
import type { ImportKind } from './kinds.js';

/** Each following event counts for the latest first event before it, in both. */
export const conversion: ImportKind = (metrics, { name, type_params: { conversion_type_params: params } }, origin) => {
  const { world } = metrics;
  if (!params) return world.report.loss(origin, 'It has no conversion_type_params.');
  const base = event(metrics, params.base_measure, params.base_metric, name, origin);
  const second = event(metrics, params.conversion_measure, params.conversion_metric, name, origin);
  const [first, follows] = [base?.below[0], second?.below[0]];
  if (!base || !second || !first || !follows) return undefined;
  if (!countsRows(follows))
    return world.report.loss(
      origin,
      `Conversions are counted row by row here, and measure "${follows.name}" does not count rows.`,
    );
  if (!countsRows(first) && params.calculation !== 'conversions')
    return world.report.loss(origin, `A rate is of rows here, and measure "${first.name}" does not count rows.`);
  const entity = sharedEntity(world, [...new Set([first.source, follows.source])], params.entity, origin);
  if (entity === undefined) return undefined;
  const constant = (params.constant_properties ?? []).map(({ base_property, conversion_property }) => {
    const both = [first.source, follows.source].every((source) =>
      dimensionsOf(source).some((each) => each.name === base_property),
    );
    return base_property === conversion_property && both ? base_property : undefined;
  });
  if (constant.includes(undefined))
    return world.report.loss(origin, 'Its constant_properties are not one dimension of both semantic models.');
  world.report.add('difference', origin, RATES);
  return {
    home: base.home,
    keys: {
      kind: 'conversion',
      base: base.name,
      conversion: second.name,
      entity,
      ...(params.window && { window: `${params.window.count} ${plural(params.window)}` }),
      ...(constant.length > 0 && { constant }),
      calculation: params.calculation === 'conversions' ? 'count' : 'rate',
    },
    below: [first],
    moves: true,
  };
};

const RATES =
  'As in MetricFlow each following event counts, so a rate can pass 100%; count: bases counts each first event once. Of first events at the same time the one with the highest key counts (rule K3); MetricFlow takes any.';

function event(
  metrics: Metrics,
  measure: InputMeasure | null | undefined,
  metric: InputMetric | null | undefined,
  forMetric: string,
  origin: Origin,
): Imported | undefined {
  if (measure) return metrics.ofMeasure(measure, forMetric, origin);
  if (!metric) return metrics.world.report.loss(origin, 'It does not say both of its events.');
  if (metric.filter || metric.offset_window || metric.offset_to_grain)
    return metrics.world.report.loss(origin, `Its input "${metric.name}" is narrowed or moved; make a metric of that.`);
  return metrics.needed(metric.name, origin);
}
