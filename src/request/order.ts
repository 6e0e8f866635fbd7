import { didYouMean } from '../problems/did-you-mean.js';
import type { OrderKey, RequestedDimension } from './metric-request.js';
import { isMetric } from './metrics.js';
import type { OrderInput } from './query-input.js';
import type { Reading } from './reading.js';

/** Reads order keys: a column of the answer, or any metric. A key that stands there twice counts the first time. */
export function readOrder(
  reading: Reading,
  inputs: readonly OrderInput[],
  dimensions: readonly RequestedDimension[],
  at: string,
): readonly OrderKey[] {
  const keys = new Map<string, OrderKey>();
  for (const [index, { by, direction, nulls, at: written }] of inputs.entries()) {
    const metric = reading.metrics.get(by);
    const isDimension = dimensions.some((dimension) => dimension.as === by);
    if (metric === undefined && !isDimension) {
      if (isMetric(reading.model, by)) continue; // its own problem has been told
      reading.problems.add(unknownKey(reading, by, dimensions, written ?? `${at}[${index}].by`));
      continue;
    }
    const key = isDimension ? by : (metric?.name ?? by);
    if (keys.has(key)) continue;
    keys.set(key, {
      by: isDimension || metric === undefined ? { dimension: by } : { metric },
      direction: direction ?? 'asc',
      nulls: nulls ?? 'last',
    });
  }
  return [...keys.values()];
}

function unknownKey(reading: Reading, by: string, dimensions: readonly RequestedDimension[], path: string) {
  const columns = dimensions.map((dimension) => dimension.as);
  return {
    code: 'INVALID_REQUEST',
    message: `"${by.slice(0, 100)}" is neither a column of this answer nor a metric.`,
    path,
    hint:
      didYouMean(by, [...columns, ...reading.model.metrics.keys()]) ??
      'Order by the as of a dimension, or by a metric.',
  } as const;
}
