import type { Metric, Model } from '../model/model.js';
import { didYouMean, listNames } from '../problems/did-you-mean.js';
import { refuse } from '../problems/problem.js';
import { printDate } from '../time/wall-clock.js';
import { isTimeZone, wallClockOf } from '../time/zone.js';
import { readComparison } from './compare.js';
import { readConditions } from './conditions.js';
import { checkDefinedTime } from './defined-time.js';
import { readDimensions } from './dimensions.js';
import { readFill } from './fill.js';
import { metricsOfHaving, readHaving } from './having.js';
import type { MetricRequest } from './metric-request.js';
import { timeOfDataset, timesOf } from './metric-time.js';
import { isMetric, type Names, readMetric } from './metrics.js';
import { readOrder } from './order.js';
import { requireTimes } from './paths.js';
import type { MetricQueryInput } from './query-input.js';
import { ProblemList, type Reading } from './reading.js';
import { readSegments } from './segments.js';
import { readTime } from './time.js';
import { readTop } from './top.js';

/** What "now" means where the caller does not say `asOf`. */
export interface Clock {
  readonly now: Date;
  /** Told of each unit around now that a question names. */
  readonly onUnit?: ((grain: string) => void) | undefined;
}

/** The present day in UTC, 2024-01-31: former names work to the end of theirs. */
export const dayOf = ({ now }: Clock): string => now.toISOString().slice(0, 10);

const MOST_METRICS = 200;
const MOST_DIMENSIONS = 50;

/**
 * Looks up every name and makes every relative time absolute.
 * @param at what the paths of problems start with: the name of the argument
 * @throws ProblemError with all problems found, at most twenty, each with the path of what it is about
 */
export function readRequest(model: Model, input: MetricQueryInput, clock: Clock, at = 'input'): MetricRequest {
  const problems = new ProblemList();
  const way = (key: keyof MetricQueryInput): string => (at === '' ? key : `${at}.${key}`);
  checkShape(input, way, problems);

  const zone = input.timeZone ?? 'UTC';
  if (!isTimeZone(zone))
    refuse({
      code: 'UNKNOWN_TIME_ZONE',
      message: `There is no time zone "${zone.slice(0, 100)}".`,
      path: way('timeZone'),
      hint: 'Use an IANA name such as Europe/Paris.',
    });
  const now = wallClockOf(readInstant(input.asOf, clock, way('asOf')), zone);

  const names: Names = { model, problems, today: dayOf(clock) };
  const asked = lookUp(
    names,
    (input.metrics ?? []).map((name, index) => ({ name, at: `${way('metrics')}[${index}]` })),
  );
  const more = lookUp(names, [
    ...metricsOfHaving(input.having ?? [], way('having')),
    ...(input.orderBy ?? []).flatMap(({ by, at: written }, index) =>
      isMetricName(model, input, by) ? [{ name: by, at: written ?? `${way('orderBy')}[${index}].by` }] : [],
    ),
    ...(input.top ? [{ name: input.top.by, at: `${way('top')}.by` }] : []),
  ]);
  const dataset = readDataset(model, problems, input, asked.size + more.size > 0, way('dataset'));
  const metrics = new Map([...asked, ...more]);
  if (metrics.size === 0 && dataset === undefined) problems.throwIfAny();

  const reading: Reading = {
    ...names,
    metrics,
    named: new Map(metrics),
    validAt: input.validAt ?? null,
    datasets: dataset ? [dataset.name] : [...new Set([...metrics.values()].flatMap((metric) => metric.datasets))],
    times: dataset ? [timeOfDataset(dataset)] : timesOf(model, new Set(metrics.values())),
  };
  const dimensions = readDimensions(reading, input.dimensions ?? [], [...asked.keys()], way('dimensions'));
  if (input.asOf == null) for (const unit of unitsOf(input)) clock.onUnit?.(unit);
  const time = input.time ? readTime(reading, input.time, now, way('time')) : null;
  if (input.time) requireTimes(reading, way('time'), 'A time range');
  const request: MetricRequest = {
    metrics: [...new Set(asked.values())],
    columns: [...asked].map(([as, metric]) => ({ as, metric })),
    named: reading.named,
    dataset: dataset?.name ?? null,
    dimensions,
    where: readConditions(reading, input.where ?? [], way('where')),
    segments: readSegments(reading, input.segments ?? [], way('segments')),
    having: readHaving(reading, input.having ?? [], way('having')),
    time: time ?? null,
    zone,
    history: { validAt: input.validAt ?? null, today: printDate(now) },
    fill: readFill(input.fill, dimensions),
    top: input.top ? (readTop(reading, input.top, dimensions, way('top')) ?? null) : null,
    compare: input.compare
      ? (readComparison(reading, input.compare, time ?? null, input.time, now, way('compare')) ?? null)
      : null,
    order: readOrder(reading, input.orderBy ?? [], dimensions, way('orderBy')),
    limit: input.limit ?? null,
    offset: input.offset ?? 0,
    after: input.after ?? null,
    maxAge: input.maxAge ?? null,
  };
  problems.throwIfAny();
  return request;
}

const unitsOf = ({ time, compare }: MetricQueryInput): readonly string[] =>
  [time, compare?.range].flatMap((range) => range?.last?.grain ?? range?.this ?? []);

type Way = (key: keyof MetricQueryInput) => string;

/** What can be said without the model; a request beyond its bounds is not read further. */
function checkShape(input: MetricQueryInput, way: Way, problems: ProblemList): void {
  const { metrics, dimensions, dataset, limit, offset, after, maxAge, having, orderBy, fill } = input;
  const tooMany = (key: 'metrics' | 'dimensions' | 'orderBy', count: number, most: number): void => {
    if (count > most)
      refuse({
        code: 'TOO_COMPLEX',
        message: `${count} ${key} are asked; at most ${most} are answered at once.`,
        path: way(key),
        hint: 'Ask in several requests.',
      });
  };
  tooMany('metrics', metrics?.length ?? 0, MOST_METRICS);
  tooMany('dimensions', dimensions?.length ?? 0, MOST_DIMENSIONS);
  tooMany('orderBy', orderBy?.length ?? 0, MOST_METRICS);
  const invalid = (key: keyof MetricQueryInput, message: string): void => {
    problems.add({ code: 'INVALID_REQUEST', message, path: way(key) });
  };
  if (!metrics?.length && (dataset == null || !dimensions?.length))
    problems.add({
      code: 'NOTHING_ASKED',
      message: 'Neither a metric nor the dimensions of a dataset are asked for.',
      path: way('metrics'),
      hint: 'Name at least one metric; for a list of values, a dataset and its dimensions.',
    });
  if (metrics?.length && dataset != null)
    invalid('dataset', 'dataset is for lists of values, without metrics: metrics know their datasets.');
  if (!metrics?.length && having?.length) invalid('having', 'having needs metrics.');
  if (!metrics?.length && fill != null) invalid('fill', 'fill needs metrics.');
  if (limit != null && !(Number.isSafeInteger(limit) && limit >= 0))
    invalid('limit', 'limit is a whole number from 0.');
  if (offset != null && !(Number.isSafeInteger(offset) && offset >= 0))
    invalid('offset', 'offset is a whole number from 0.');
  if (maxAge != null && maxAge < 0) invalid('maxAge', 'maxAge is a number of seconds from 0.');
  if (after != null && offset) invalid('offset', 'offset and after are two ways to turn pages: use one.');
}

function readInstant(asOf: string | null | undefined, clock: Clock, at: string): Date {
  if (asOf == null) return clock.now;
  const instant = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(asOf) ? new Date(asOf) : new Date(Number.NaN);
  const year = instant.getUTCFullYear();
  if (!(year >= 1 && year <= 9998))
    refuse({ code: 'INVALID_VALUE', message: 'Expected an instant such as 2024-01-31T10:00:00Z.', path: at });
  return instant;
}

function lookUp(names: Names, asked: readonly { readonly name: string; readonly at: string }[]): Map<string, Metric> {
  const found = new Map<string, Metric>();
  for (const { name, at } of asked) {
    const metric = found.get(name) ?? readMetric(names, name, at);
    if (metric !== undefined && (found.has(name) || checkDefinedTime(names.model, names.problems, metric, at)))
      found.set(name, metric);
  }
  return found;
}

/** A column of the answer comes before a metric of the same name. */
const isMetricName = (model: Model, input: MetricQueryInput, by: string): boolean =>
  !(input.dimensions ?? []).some((dimension) => (dimension.as ?? dimension.path) === by) && isMetric(model, by);

function readDataset(model: Model, problems: ProblemList, input: MetricQueryInput, hasMetrics: boolean, at: string) {
  if (input.dataset == null || input.metrics?.length) return undefined;
  if (hasMetrics)
    return problems.add({
      code: 'INVALID_REQUEST',
      message: 'A list of values is ordered by its own columns: it has no metrics.',
      path: at,
    });
  const dataset = model.datasets.get(input.dataset);
  return (
    dataset ??
    problems.add({
      code: 'UNKNOWN_DATASET',
      message: `There is no dataset "${input.dataset.slice(0, 100)}".`,
      path: at,
      hint: didYouMean(input.dataset, model.datasets.keys()) ?? `Datasets: ${listNames(model.datasets.keys())}.`,
    })
  );
}
