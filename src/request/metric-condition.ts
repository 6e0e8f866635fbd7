import type { DataType } from '../expressions/data-type.js';
import { METRIC_TIME, type Metric } from '../model/model.js';
import { findPath, isProblem } from '../model/path.js';
import { checkDefinedTime } from './defined-time.js';
import type { Condition } from './metric-request.js';
import { timesOf } from './metric-time.js';
import { readMetric } from './metrics.js';
import { readPaths, untimedStep } from './paths.js';
import type { ConditionInput } from './query-input.js';
import type { Reading } from './reading.js';
import { readTest } from './tests.js';
import { commonType } from './values.js';

type MetricCondition = Extract<Condition, { kind: 'metric' }>;

/**
 * Reads a condition on the value that a metric has for each value of `per`. The path is walked from every dataset asked,
 * to find a row's value of it, and from those of the metric, to compute its value there.
 */
export function readMetricCondition(reading: Reading, input: ConditionInput, at: string): MetricCondition | undefined {
  const { model, problems } = reading;
  const { metric: name, per, path, paths, grain, is } = input;
  if (name == null || per == null || is == null || path != null || paths != null || grain != null)
    return problems.add({
      code: 'INVALID_REQUEST',
      message:
        name != null && per != null
          ? 'A condition on a metric has no path, paths or grain: per is its path.'
          : `The condition says no ${name == null ? 'metric' : 'per'}.`,
      path: at,
      hint: 'Write {metric: …, per: …, is: {gt: …}}.',
    });
  const metric = readMetric(reading, name, `${at}.metric`);
  const walks = readPaths(reading, { path: per }, at, 'per');
  if (walks?.isMetricTime)
    return problems.add({
      code: 'INVALID_REQUEST',
      message: `per is a dimension that rows share with the metric; ${METRIC_TIME} is each metric’s own.`,
      path: `${at}.per`,
      hint: 'Name the time dimension, or use having for values by period.',
    });
  if (metric !== undefined) reading.named.set(name, metric);
  if (metric === undefined || walks === undefined) return undefined;
  if (!checkDefinedTime(model, problems, metric, `${at}.metric`)) return undefined;
  const types = typesPer(reading, metric, per, `${at}.per`);
  if (types === undefined) return undefined;
  if (commonType([...walks.types, ...types]) === undefined)
    return problems.add({
      code: 'INVALID_REQUEST',
      message: `"${per}" leads to different types (${[...new Set([...walks.types, ...types])].join(', ')}), so values of one are none of the other.`,
      path: `${at}.per`,
    });
  const test = readTest(problems, is, metric.type, `${at}.is`);
  return test && { kind: 'metric', metric, per, paths: walks.paths, test };
}

/** Types of `per` at the ends of the metric's own walks. */
function typesPer(
  { model, problems, validAt }: Reading,
  metric: Metric,
  per: string,
  at: string,
): DataType[] | undefined {
  const types: DataType[] = [];
  const times = timesOf(model, [metric]);
  for (const dataset of metric.datasets) {
    const found = findPath(model, dataset, per);
    if (isProblem(found))
      return problems.add({
        code: 'UNREACHABLE_DIMENSION',
        message: `"${metric.name}" has no value for each "${per}": ${found.message}`,
        path: at,
        hint: found.hint,
      });
    const untimed = untimedStep({ times, validAt }, found, at);
    if (untimed) return problems.add(untimed);
    types.push(found.type);
  }
  return types;
}
