import { METRIC_TIME } from '../model/model.js';
import { didYouMean, listNames } from '../problems/did-you-mean.js';
import { isMetricTime } from './fill.js';
import type { RequestedDimension, TopRequest } from './metric-request.js';
import type { TopInput } from './query-input.js';
import type { Reading } from './reading.js';

const MOST = 10_000;
const MOST_LABEL = 200;

/** Reads the top values of one dimension of the request. Its metric has been looked up before; undefined after a problem. */
export function readTop(
  { problems, metrics }: Reading,
  { count, by, dimension: name, other }: TopInput,
  dimensions: readonly RequestedDimension[],
  at: string,
): TopRequest | undefined {
  const label = other ?? 'other';
  if (!Number.isInteger(count) || count < 1 || count > MOST)
    return problems.add({
      code: 'INVALID_REQUEST',
      message: `count is a whole number from 1 to ${MOST}.`,
      path: `${at}.count`,
    });
  if (label.length > MOST_LABEL)
    return problems.add({
      code: 'INVALID_REQUEST',
      message: `The label of the rest has at most ${MOST_LABEL} characters.`,
      path: `${at}.other`,
    });
  const dimension = dimensions.find(({ as }) => as === name);
  const columns = dimensions.map(({ as }) => as);
  if (dimension === undefined)
    return problems.add({
      code: 'UNKNOWN_DIMENSION',
      message: `"${name.slice(0, 100)}" is not a dimension of this request.`,
      path: `${at}.dimension`,
      hint: didYouMean(name, columns) ?? `Dimensions asked: ${listNames(columns)}.`,
    });
  if (isMetricTime(dimension))
    return problems.add({
      code: 'INVALID_REQUEST',
      message: `Periods of ${METRIC_TIME} are not ranked: top takes another dimension.`,
      path: `${at}.dimension`,
      hint: 'To see the largest periods, order by the metric and set a limit.',
    });
  const metric = metrics.get(by);
  return metric && { count, by: metric, dimension: name, other: label };
}
