import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { METRIC_TIME, type Metric, type Model } from '../../model/model.js';
import { refuse } from '../../problems/problem.js';
import { dimensionsOfMetrics, type ReachableDimension } from '../../request/common-dimensions.js';
import { timesOf } from '../../request/metric-time.js';
import { readMetric } from '../../request/metrics.js';
import { ProblemList } from '../../request/reading.js';
import { DimensionType, MetricConnection, MetricHandle } from '../../schema/fixed/catalogue.js';
import { Instant, MetricName } from '../../schema/scalars.js';
import type { RequestContext } from '../context.js';
import { guarded } from '../graphql-errors.js';

const MOST_AT_ONCE = 1_000;
const optional = { nullable: true } as const;

@Resolver()
export class CatalogueResolver {
  @Query(() => MetricHandle, {
    nullable: true,
    description: 'A handle on one metric; handles of one request are answered together.',
  })
  metric(
    @Ctx() { model }: RequestContext,
    @Arg('name', () => MetricName) name: string,
    @Arg('timeZone', () => String, { nullable: true, defaultValue: 'UTC' }) timeZone?: string | null,
    @Arg('asOf', () => Instant, { nullable: true, description: 'The moment that stands for now.' }) asOf?:
      | string
      | null,
  ): Promise<MetricHandle> {
    return guarded(() => new MetricHandle(metricsByName(model, [name])[0] as Metric, { timeZone, asOf }));
  }

  @Query(() => MetricConnection, {
    description: 'Metrics in order of their names; search looks in names, labels and descriptions for every word.',
  })
  metrics(
    @Ctx() { model }: RequestContext,
    @Arg('search', () => String, optional) search: string | null | undefined,
    @Arg('tags', () => [String], optional) tags: string[] | null | undefined,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, optional) after?: string | null,
  ): Promise<MetricConnection> {
    return guarded(() => {
      const found = [...model.metrics.values()].filter((metric) => matches(metric, search, tags)).sort(byName);
      const start = after ? found.findIndex(({ name }) => name > nameOfCursor(after)) : 0;
      const page = start < 0 ? [] : found.slice(start, start + pageSize(first));
      const last = page.at(-1);
      return {
        nodes: page.map((metric) => new MetricHandle(metric)),
        endCursor: last ? cursorOf(last.name) : null,
        totalCount: found.length,
      };
    });
  }

  @Query(() => [DimensionType], {
    description: 'Those that all of these metrics have, by the same path, nearest first.',
  })
  dimensions(
    @Ctx() { model }: RequestContext,
    @Arg('metrics', () => [MetricName]) names: string[],
  ): Promise<readonly DimensionType[]> {
    return guarded(() => {
      const metrics = metricsByName(model, names);
      return describedDimensions(model, metrics, dimensionsOfMetrics(model, metrics));
    });
  }
}

/** metric_time first, where all of them have a time. */
export function describedDimensions(
  model: Model,
  metrics: readonly Metric[],
  dimensions: readonly ReachableDimension[],
): readonly DimensionType[] {
  const times = timesOf(model, metrics);
  const hasTime = times.length > 0 && times.every(({ type }) => type !== null);
  const time: DimensionType = {
    path: METRIC_TIME,
    label: 'Time',
    description: 'Each metric’s own time.',
    type: times.some(({ type }) => type === 'timestamp') ? 'timestamp' : 'date',
  };
  return [
    ...(hasTime ? [time] : []),
    ...dimensions.map(({ path, type, described }) => ({
      path,
      type,
      label: described.label,
      description: described.description,
    })),
  ];
}

/** All of them, or the problems of all that are not there. */
function metricsByName(model: Model, names: readonly string[]): Metric[] {
  const problems = new ProblemList();
  const found = [...new Set(names)].flatMap((name) => readMetric(model, problems, name, 'metrics') ?? []);
  problems.throwIfAny();
  return found;
}

function matches(
  metric: Metric,
  search: string | null | undefined,
  tags: readonly string[] | null | undefined,
): boolean {
  const text = `${metric.name} ${metric.label} ${metric.description ?? ''}`.toLowerCase();
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => text.includes(word)) && (tags ?? []).every((tag) => metric.tags.includes(tag));
}

const byName = (a: Metric, b: Metric): number => (a.name < b.name ? -1 : 1);
const cursorOf = (name: string): string => Buffer.from(`metric:${name}`).toString('base64url');

function nameOfCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  return text.startsWith('metric:')
    ? text.slice('metric:'.length)
    : refuse({ code: 'INVALID_CURSOR', message: 'The cursor is not one of this list.', path: 'after' });
}

/** @throws INVALID_REQUEST outside of 0 to 1,000 */
export function pageSize(first: number): number {
  return first >= 0 && first <= MOST_AT_ONCE
    ? first
    : refuse({ code: 'INVALID_REQUEST', message: `first is a number from 0 to ${MOST_AT_ONCE}.`, path: 'first' });
}
