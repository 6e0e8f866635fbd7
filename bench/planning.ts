import { readDefinitions } from '../src/definitions/read-definitions.js';
import { compileModel } from '../src/model/compile-model.js';
import type { Model } from '../src/model/model.js';
import { fingerprintOf } from '../src/plan/fingerprint.js';
import { planFor } from '../src/plan/plan-for.js';
import type { MetricQueryInput } from '../src/request/query-input.js';
import { readRequest } from '../src/request/read-request.js';
import { dialects } from '../src/sql/dialects/dialects.js';
import { toSql } from '../src/sql/to-sql.js';
import { microsecondsOf } from './measure.js';
import type { Part } from './part.js';
import { type Measured, sides } from './report.js';
import { syntheticDefinitions } from './synthetic-metrics.js';

const NOW = { now: new Date('2026-03-18T10:00:00Z') };
const time = { days: { from: '2026-01-01', through: '2026-03-31' } };
const of = (n: number, ...names: readonly string[]) => names.map((name) => `${name}_${n}`);
const ALL = ['facts', 'a', 'b', 'c', 'done', 'members', 'local_c', 'done_rate', 'c_per_member', 'rest'];

interface Asked {
  readonly what: string;
  readonly bar: number;
  readonly input: MetricQueryInput;
}

const ASKED: readonly Asked[] = [
  {
    what: 'a simple metric',
    bar: 500,
    input: { metrics: ['c_0'], dimensions: [{ path: 'member.country.region' }], time },
  },
  {
    what: '5 metrics by 5 dimensions over two facts',
    bar: 3_000,
    input: {
      metrics: [...of(0, 'c', 'facts', 'members'), ...of(1, 'c', 'local_c')],
      dimensions: [
        { path: 'metric_time', grain: 'month' },
        { path: 'device' },
        { path: 'member.plan' },
        { path: 'member.country.region' },
        { path: 'member.country.name' },
      ],
      where: [{ path: 'member.is_kid', is: { eq: false } }],
      time,
    },
  },
  {
    what: '42 metrics over five facts',
    bar: 20_000,
    input: {
      metrics: [0, 1, 2, 3, 4].flatMap((n) => of(n, ...ALL)).slice(0, 42),
      dimensions: [{ path: 'metric_time', grain: 'day' }, { path: 'member.plan' }],
      time,
    },
  },
];

export const planning: Part = {
  name: 'planning',
  title: 'Planning',
  about: 'CPU from the question to the SQL text, warm, among 50 metrics; then the same among 5,000, over it.',
  measure,
};

async function measure(): Promise<readonly Measured[]> {
  const [small, large] = [modelOf(50), modelOf(5_000)];
  return ASKED.flatMap(({ what, bar, input }): Measured[] => {
    const few = microsecondsOf(() => textOf(small, input));
    const many = microsecondsOf(() => textOf(large, input));
    const planOnly = microsecondsOf(() => planFor(small, readRequest(small, input, NOW)));
    return [
      { what: `${what}: question to SQL`, value: few, unit: 'µs', bar, note: `${Math.round(planOnly)} µs to the plan` },
      { what: `${what}: 5,000 metrics over 50`, value: many / few, unit: 'x', bar: 1.5, ...sides(many, few, 'µs') },
    ];
  });
}

function textOf(model: Model, input: MetricQueryInput): string {
  const plan = planFor(model, readRequest(model, input, NOW));
  fingerprintOf(plan.root);
  return toSql(plan.root, plan.columns, dialects.duckdb).text;
}

export function modelOf(metrics: number): Model {
  const read = readDefinitions(syntheticDefinitions(metrics));
  const { model, problems } = compileModel(read.definitions);
  if (read.problems.length + problems.length > 0) throw new Error(JSON.stringify([...read.problems, ...problems]));
  return model;
}
