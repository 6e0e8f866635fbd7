import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { METRIC_TIME, type Metric, type Model } from '../../model/model.js';
import { refuse } from '../../problems/problem.js';
import { dimensionsOfMetrics, type ReachableDimension } from '../../request/common-dimensions.js';
import { timesOf } from '../../request/metric-time.js';
import { readMetric } from '../../request/metrics.js';
import { type Clock, dayOf } from '../../request/read-request.js';
import { ProblemList } from '../../request/reading.js';
import { DimensionType, MetricConnection, MetricHandle } from '../../schema/fixed/catalogue.js';
import { LifecycleState, type LifecycleStateValue } from '../../schema/fixed/enums.js';
import { MAX_AGE } from '../../schema/fixed/metric-query.js';
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
    @Ctx() { model, clock }: RequestContext,
    @Arg('name', () => MetricName) name: string,
    @Arg('timeZone', () => String, { nullable: true, defaultValue: 'UTC' }) timeZone?: string | null,
    @Arg('asOf', () => Instant, { nullable: true, description: 'The moment that stands for now.' }) asOf?:
      | string
      | null,
    @Arg('maxAge', () => Int, { nullable: true, description: MAX_AGE }) maxAge?: number | null,
  ): Promise<MetricHandle> {
    return guarded(
      () => new MetricHandle(metricsByName(model, clock, [name])[0] as Metric, { timeZone, asOf, maxAge }, name),
    );
  }

  @Query(() => MetricConnection, {
    description:
      'Metrics in order of their names; search looks in names, former names, labels and descriptions for every word.',
  })
  metrics(
    @Ctx() { model }: RequestContext,
    @Arg('search', () => String, optional) search: string | null | undefined,
    @Arg('tags', () => [String], optional) tags: string[] | null | undefined,
    @Arg('state', () => LifecycleState, optional) state: LifecycleStateValue | null | undefined,
    @Arg('owner', () => String, optional) owner: string | null | undefined,
    @Arg('domain', () => String, optional) domain: string | null | undefined,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, optional) after?: string | null,
  ): Promise<MetricConnection> {
    return guarded(() => {
      const found = [...model.metrics.values()]
        .filter((metric) => matches(metric, { search, tags, state, owner, domain }))
        .sort(byName);
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
    @Ctx() { model, clock }: RequestContext,
    @Arg('metrics', () => [MetricName]) names: string[],
  ): Promise<readonly DimensionType[]> {
    return guarded(() => {
      const metrics = metricsByName(model, clock, names);
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
function metricsByName(model: Model, clock: Clock, names: readonly string[]): Metric[] {
  const problems = new ProblemList();
  const among = { model, problems, today: dayOf(clock) };
  const found = names.flatMap((name) => readMetric(among, name, 'metrics') ?? []);
  problems.throwIfAny();
  return [...new Set(found)];
}

interface Wanted extends Partial<Record<'search' | 'owner' | 'domain', string | null | undefined>> {
  readonly tags?: readonly string[] | null | undefined;
  readonly state?: LifecycleStateValue | null | undefined;
}

function matches(metric: Metric, { search, tags, ...exactly }: Wanted): boolean {
  const text = [metric.name, metric.label, metric.description, ...metric.aliases.keys()].join(' ').toLowerCase();
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return (
    words.every((word) => text.includes(word)) &&
    (tags ?? []).every((tag) => metric.tags.includes(tag)) &&
    (['state', 'owner', 'domain'] as const).every((key) => exactly[key] == null || exactly[key] === metric[key])
  );
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
