import { stringify } from 'yaml';
import { readDefinitions } from '../../src/definitions/read-definitions.js';
import type { AggregateCall } from '../../src/expressions/scalar.js';
import { visitScalar } from '../../src/expressions/scalar.js';
import { simpleMetricsBelow } from '../../src/model/below.js';
import { compileModel } from '../../src/model/compile-model.js';
import { partsOf } from '../../src/model/merging.js';
import type { Metric, Model, SimpleMetric } from '../../src/model/model.js';
import { errorsIn } from '../../src/problems/problem.js';
import type {
  ConditionInput,
  DimensionInput,
  MetricQueryInput,
  TimeRangeInput,
} from '../../src/request/query-input.js';
import { definitionsText } from '../cases/definitions-text.js';
import { suiteModel } from '../differential/differences.js';
import type { Cell } from '../reference/format.js';
import type { GeneratedCase } from '../reference/generate.js';
import { Random } from '../reference/random.js';

/** A rollup as its definition says it. */
export interface DrawnRollup {
  readonly dataset: string;
  readonly metrics: readonly string[];
  readonly dimensions: readonly string[];
  readonly grain?: string | undefined;
  readonly zone?: string | undefined;
  readonly segments?: readonly string[] | undefined;
}

export interface Drawn {
  readonly model: Model;
  readonly rollups: readonly DrawnRollup[];
  readonly random: Random;
}

const PATHS: Readonly<Record<string, readonly string[]>> = {
  order: [
    'qty',
    'flag',
    'region',
    'level',
    'band',
    'item',
    'user_id',
    'user.tier',
    'user.country',
    'user.home.name',
    'buyer.tier',
    'product.category',
  ],
  visit: ['channel', 'pages', 'item', 'user_id', 'user.tier', 'user.country', 'product.category'],
  users: ['country', 'tier', 'manager.tier', 'home.name'],
};
const ZONES = ['Europe/Berlin', 'America/Los_Angeles'];

/** The generated model with some rollups of its own metrics and paths. */
export function drawn(generated: GeneratedCase): Drawn {
  const random = new Random(Number(generated.seed) * 97 + 13);
  const plain = compiled(generated, []).model;
  const wanted = random
    .some(['order', 'order', 'visit', 'visit', 'users'], 3)
    .flatMap((dataset) => rollupOf(random, plain, dataset) ?? []);
  const all = compiled(generated, wanted);
  if (all.isSound) return { model: all.model, rollups: wanted, random };
  const rollups = wanted.filter((one) => compiled(generated, [one]).isSound);
  return { model: compiled(generated, rollups).model, rollups, random };
}

export const nameOf = (at: number): string => `rollup_${at}`;

function compiled(generated: GeneratedCase, rollups: readonly DrawnRollup[]) {
  const texts = definitionsText(suiteModel(generated)).map(({ path, text }) => {
    const own = rollups.flatMap(({ dataset, ...definition }, at) =>
      path === `metrics/${dataset}.yaml` ? [[nameOf(at), definition] as const] : [],
    );
    return { path, text: own.length === 0 ? text : `${text}${stringify({ rollups: Object.fromEntries(own) })}` };
  });
  const { definitions, problems: read } = readDefinitions(texts);
  const { model, problems } = compileModel(definitions);
  return { model, isSound: errorsIn([...read, ...problems]).length === 0 };
}

function rollupOf(random: Random, model: Model, dataset: string): DrawnRollup | null {
  const metrics = [...model.metrics.values()].filter((metric) => isHeld(model, metric, dataset));
  const times = [...new Set(metrics.flatMap((metric) => timesOf(model, metric)))];
  if (times.length === 0) return null;
  const time = random.pick(times);
  const usable = metrics.filter((metric) => timesOf(model, metric).every((each) => each === time));
  const isStamp = time !== null && model.datasets.get(dataset)?.dimensions.get(time)?.type === 'timestamp';
  const grain =
    time === null || random.chance(0.15)
      ? undefined
      : random.pick(['day', 'day', 'day', 'week', 'month', ...(isStamp ? ['hour'] : [])]);
  return {
    dataset,
    metrics: random.some(usable, random.between(2, 9)).map(({ name }) => name),
    dimensions: random.some(PATHS[dataset] ?? [], random.between(0, 4)),
    ...(grain && { grain }),
    ...(grain && random.chance(0.15) && { zone: random.pick(ZONES) }),
    ...(dataset !== 'users' && random.chance(0.12) && { segments: ['noted'] }),
    ...(grain === 'day' && random.chance(0.5) && { partition: 'month' }),
    ...(grain && refreshOf(random)),
  };
}

const refreshOf = (random: Random): object =>
  random.pick([
    {},
    { refresh: { late: '2 days' }, lag: 'to_watermark' },
    { refresh: { late: '2 days' }, lag: 'to_watermark' },
    { refresh: { max_staleness: '2 days' } },
  ]);

function isHeld(model: Model, metric: Metric, dataset: string): boolean {
  if (metric.datasets.length !== 1 || metric.datasets[0] !== dataset) return false;
  return simpleMetricsBelow(model, metric).every(
    (simple) =>
      simple.name !== LOOKS_UP_METRIC &&
      simple.semiAdditive === null &&
      aggregatesOf(simple).every(({ name }) => partsOf(name) !== null),
  );
}

/** Its filter asks for a METRIC of each entity. */
const LOOKS_UP_METRIC = 'heavy';

function aggregatesOf({ value }: SimpleMetric): readonly AggregateCall[] {
  const found: AggregateCall[] = [];
  visitScalar(value, (node) => {
    if (node.kind === 'aggregate') found.push(node);
  });
  return found;
}

const timesOf = (model: Model, metric: Metric): readonly (string | null)[] =>
  simpleMetricsBelow(model, metric).map(({ time }) => time);

const COARSER: Readonly<Record<string, readonly string[]>> = {
  hour: ['hour', 'day', 'month'],
  day: ['day', 'day', 'week', 'month', 'quarter'],
  week: ['week'],
  month: ['month', 'quarter', 'year'],
};

/** How often a range is asked: its days are seldom the ends of longer periods. */
const SPANNED: Readonly<Record<string, number>> = { hour: 0.4, day: 0.4 };

/** A question of what a rollup holds, and at times of something beside it. */
export function questionOf(generated: GeneratedCase, { model, random }: Drawn, rollup: DrawnRollup): MetricQueryInput {
  const { dataset, grain, zone, segments } = rollup;
  const others = [...model.metrics.values()].filter(({ datasets }) => datasets.length === 1 && datasets[0] === dataset);
  const metrics = random.some(rollup.metrics, random.between(1, 3));
  if (random.chance(0.1)) metrics.push(random.pick(others).name);
  const paths = random.chance(0.1) ? (PATHS[dataset] ?? []) : rollup.dimensions;
  const byTime = grain !== undefined && random.chance(0.6);
  const dimensions: DimensionInput[] = random
    .some(paths, random.pick([0, 1, 1, 2]))
    .map((path, at) => ({ as: `d${at}`, path }));
  if (byTime)
    dimensions.unshift(
      random.chance(0.1)
        ? { as: 'part', path: 'metric_time', part: random.pick(['day_of_week', 'month_of_year']) }
        : {
            as: 'time',
            path: 'metric_time',
            grain: random.chance(0.08) ? 'day' : random.pick(COARSER[grain] ?? ['day']),
          },
    );
  const ordered = random.chance(0.15) && metrics[0] !== undefined;
  return {
    metrics: [...new Set(metrics)],
    dimensions,
    ...(random.chance(paths.length > 0 ? 0.4 : 0.1) && { where: [conditionOf(random, generated, dataset, paths)] }),
    ...((random.chance(0.85) ? segments !== undefined : random.chance(0.5) && dataset !== 'users') && {
      segments: ['noted'],
    }),
    ...(random.chance(SPANNED[grain ?? 'none'] ?? 0.05) && { time: spanOf(random, generated) }),
    ...((random.chance(0.9) ? zone !== undefined : random.chance(0.3)) && { timeZone: zone ?? random.pick(ZONES) }),
    ...(ordered && { orderBy: [{ by: metrics[0] as string, direction: 'desc' as const }], limit: 3 }),
    ...(random.chance(0.1) && { having: [{ metric: metrics[0] as string, is: { isNull: false } }] }),
    ...(byTime && random.chance(0.1) && { fill: 'zero' as const }),
  };
}

function conditionOf(
  random: Random,
  generated: GeneratedCase,
  dataset: string,
  paths: readonly string[],
): ConditionInput {
  const path = random.pick(paths.length > 0 ? paths : ['user_id', 'tier'].slice(dataset === 'users' ? 1 : 0));
  const values = valuesOf(generated, dataset, path).filter((value) => value !== null);
  if (values.length === 0 || random.chance(0.2)) return { path, is: { isNull: random.chance(0.5) } };
  const [value, other] = [random.pick(values), random.pick(values)] as [
    string | number | boolean,
    string | number | boolean,
  ];
  return random.pick<ConditionInput>([
    { path, is: { eq: value } },
    { path, is: { in: [value, other] } },
    { path, is: { ne: value } },
    { not: { path, is: { eq: value } } },
    {
      any: [
        { path, is: { eq: value } },
        { path, is: { isNull: true } },
      ],
    },
  ]);
}

/** What the column of a path holds; nothing for what is an expression or of a SELECT. */
function valuesOf({ model }: GeneratedCase, from: string, path: string): readonly Cell[] {
  const names = path.split('.');
  const last = names.pop() ?? '';
  const dataset = names.reduce((at, link) => model.datasets[at]?.links[link]?.to ?? '', from);
  const table = model.tables[model.datasets[dataset]?.table ?? ''];
  const at = table?.columns.findIndex(([name]) => name === last) ?? -1;
  return at < 0 ? [] : (table?.rows.map((row) => row[at] ?? null) ?? []);
}

function spanOf(random: Random, { model }: GeneratedCase): TimeRangeInput {
  const days = (model.tables.orders?.rows ?? []).flatMap((row) => (typeof row[4] === 'string' ? [row[4]] : []));
  const [from = '2024-01-01', through = '2024-03-31'] =
    days.length === 0 ? [] : [random.pick(days), random.pick(days)].toSorted();
  if (random.chance(0.1)) return { between: { from: `${from}T06:00:00`, to: `${through}T23:30:00` } };
  return { days: { from: random.chance(0.4) ? `${from.slice(0, 8)}01` : from, through } };
}
