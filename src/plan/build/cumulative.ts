import { call, choose, column, literal, type Scalar } from '../../expressions/scalar.js';
import type { CumulativeMetric } from '../../model/model.js';
import type { RequestedGrain } from '../../request/metric-request.js';
import { isCalendarGrain } from '../../time/grain.js';
import type { Movement } from '../movement.js';
import { grainName, isMetricTime } from '../question.js';
import { notExpressible, type Timeline, timelineOf } from '../timeline.js';
import { unitOf } from '../window.js';
import { type Build, build, type Scope } from './builders.js';
import { type UnitsPart, unitsPart } from './cumulative-units.js';
import { valueOfNothing } from './nothing.js';

const sameGrain = (a: RequestedGrain, b: RequestedGrain): boolean => grainName(a) === grainName(b);

/** The input over a window of time around each unit; a longer period shows one of its units' values, or their mean. */
export const cumulative: Build<CumulativeMetric> = (metric, composer, above) => {
  const scope: Scope = { ...above, filters: [...(metric.where ? [metric.where] : []), ...above.filters] };
  const input = composer.metric(metric.input);
  if (!composer.question.dimensions.some(isMetricTime)) return build(input, composer, scope);
  const timeline = timelineOf(composer.question) as Timeline;
  if (scope.movement.window !== null)
    notExpressible(
      `"${metric.name}" is a window inside another window.`,
      'Its mean, peak or sum over a time is a metric of kind multi_stage; a window stands on metrics of rows.',
    );
  const unit = unitOf(composer.model, metric.window, timeline.grain);
  const customGrain = metric.window.kind === 'to_date' && !isCalendarGrain(metric.window.grain);
  const movement: Movement = { ...scope.movement, window: metric.window };
  const asIs = timeline.dimension.unit === true || (sameGrain(unit, timeline.grain) && !customGrain);
  if (scope.movement.moves.length > 0 && (asIs || typeof timeline.grain !== 'string'))
    notExpressible(
      `"${metric.name}" has one value for each ${grainName(timeline.grain)}, and is shifted by less than that.`,
      'Ask it by day, or shift it by whole periods.',
    );
  if (asIs && metric.period !== 'average') return build(input, composer, { ...scope, movement });
  if (asIs) {
    const built = build(input, composer, { ...scope, movement });
    return { ...built, value: call('cast', [built.value], 'double') };
  }
  const part = composer.addPart(
    JSON.stringify([
      'units',
      grainName(unit),
      customGrain && metric.window,
      above.filters.map((filter) => [...filter]),
      above.movement,
      composer.asking,
    ]),
    (): UnitsPart => unitsPart(metric, composer, above, timeline),
  );
  const columns = part.columnsOf(metric);
  const read = (name: string, type: Scalar['type']): Scalar => column(part.relation, name, type);
  const value = choose(
    call('>', [read(columns.units, 'integer'), literal('0', 'integer')], 'boolean'),
    read(columns.value, metric.type),
    valueOfNothing(composer.model, input),
  );
  return { value, behind: () => [read(columns.rows, 'integer')] };
};
