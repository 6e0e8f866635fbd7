import { z } from 'zod';
import type { Condition, MetricRequest, PathByDataset, RequestedGrain } from '../../request/metric-request.js';
import type { Answer } from '../../result/result.js';

/** A line of the query log: the shape of a question and what it cost. No value that anybody asked for is in it. */
export const recordShape = z.object({
  at: z.string(),
  datasets: z.array(z.string()).readonly(),
  metrics: z.array(z.string()).readonly(),
  /** `member.country`, `metric_time:day`, `metric_time:month_of_year`. */
  dimensions: z.array(z.string()).readonly(),
  /** Paths that conditions speak of; metric_time where a range is asked. */
  filters: z.array(z.string()).readonly(),
  segments: z.array(z.string()).readonly(),
  zone: z.string(),
  milliseconds: z.number(),
  rows: z.number(),
  /** Null where the engine does not say. */
  bytesRead: z.number().nullable(),
  rowsRead: z.number().nullable(),
  cache: z.string(),
  rollups: z.array(z.string()).readonly(),
});
export type QueryRecord = Readonly<z.output<typeof recordShape>>;

export function recordOf(
  request: MetricRequest,
  { rowCount, cache, proof }: Pick<Answer, 'rowCount' | 'cache' | 'proof'>,
  milliseconds: number,
  now: Date,
): QueryRecord {
  return {
    at: now.toISOString(),
    datasets: [...new Set(request.metrics.flatMap(({ datasets }) => datasets))],
    metrics: request.metrics.map(({ name }) => name),
    dimensions: request.dimensions.map(({ paths, grain, part }) => `${textOf(paths)}${suffixOf(grain, part)}`),
    filters: [...new Set([...(request.time === null ? [] : ['metric_time']), ...request.where.flatMap(pathsOf)])],
    segments: request.segments,
    zone: request.zone,
    milliseconds: Math.round(milliseconds * 10) / 10,
    rows: rowCount,
    bytesRead: proof.run?.bytesRead ?? null,
    rowsRead: proof.run?.rowsRead ?? null,
    cache: cache.state,
    rollups: proof.explain().rollups.flatMap(({ name, used }) => (used ? [name] : [])),
  };
}

const textOf = (paths: PathByDataset): string => [...paths.values()][0]?.text ?? '';

function suffixOf(grain: RequestedGrain | null, part: string | null): string {
  if (part !== null) return `:${part}`;
  return grain === null ? '' : `:${typeof grain === 'string' ? grain : grain.custom}`;
}

function pathsOf(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'test':
    case 'metric':
      return [textOf(condition.paths)];
    case 'not':
      return pathsOf(condition.of);
    default:
      return condition.of.flatMap(pathsOf);
  }
}
