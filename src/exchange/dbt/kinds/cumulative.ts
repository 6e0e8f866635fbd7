import { plural } from '../metrics.js';
import type { ImportKind } from './kinds.js';

/** A window, to date, or all time; the first value stands for a longer period unless period_agg says otherwise. */
export const cumulative: ImportKind = (metrics, { name, filter, type_params: params }, origin) => {
  const { report } = metrics.world;
  const own = params.cumulative_type_params;
  const input = own?.metric;
  const of = input
    ? metrics.needed(input.name, origin)
    : params.measure && metrics.ofMeasure(params.measure, name, origin);
  if (!of) return report.loss(origin, 'What it accumulates is not imported.');
  const where = metrics.where(input?.filter, { below: of.below, moves: true }, origin);
  if (where === 'lost') return undefined;
  if (where.where !== undefined && filter?.where_filters.length)
    return report.loss(origin, 'Both it and its input are narrowed; make a metric of the narrowed input.');
  if (params.measure?.join_to_timespine) report.loss(origin, 'join_to_timespine of a window: questions ask with fill.');
  report.add('difference', origin, ROWS);
  const window = own?.window ?? params.window;
  const toDate = own?.grain_to_date ?? params.grain_to_date;
  return {
    home: of.home,
    keys: {
      kind: 'cumulative',
      of: of.name,
      ...(window
        ? { trailing: `${window.count} ${plural(window)}` }
        : toDate
          ? { to_date: toDate.toLowerCase() }
          : { all_time: true }),
      period: own?.period_agg?.toLowerCase() ?? 'first',
      ...where,
    },
    below: of.below,
    moves: true,
  };
};

const ROWS =
  'Rows are those of periods in which the metric has rows, or all with fill (rules G3, D1); MetricFlow shows each day of its time spine whose window has one. Without metric_time it is the plain metric here; MetricFlow refuses windows then.';
