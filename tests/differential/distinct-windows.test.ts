import { describe, expect, test } from '@jest/globals';
import { answerCase } from '../cases/answer-case.js';
import { openModel } from '../cases/open-model.js';
import type { SuiteModel, SuiteQuery } from '../cases/suite.js';
import { columnTypes } from '../reference/column-types.js';
import { difference } from '../reference/compare.js';
import { evaluate } from '../reference/evaluate.js';
import type { Answer, Cell, Metric, Model, Query } from '../reference/format.js';
import { Random } from '../reference/random.js';

const DAYS = 75;
const day = (n: number): string => new Date(Date.UTC(2024, 0, 10 + n)).toISOString().slice(0, 10);

/** Few values that come, stay away for a while and come again, with NULLs of every column. */
function visits(random: Random): Cell[][] {
  const rare = <T extends Cell>(cell: T): T | null => (random.chance(0.06) ? null : cell);
  return Array.from({ length: 160 }, (_, id) => [
    id,
    rare(random.pick(['ann', 'bob', 'cy', 'dan', 'eve', 'fay'])),
    rare(random.pick(['tv', 'web'])),
    day(random.between(0, DAYS)),
    rare(random.between(1, 9)),
  ]);
}

const WINDOWS = {
  trailing_3d: { trailing: { count: 3, grain: 'day' } },
  trailing_10d: { trailing: { count: 10, grain: 'day' } },
  trailing_2w: { trailing: { count: 2, grain: 'week' } },
  trailing_1m: { trailing: { count: 1, grain: 'month' } },
  leading_4d: { leading: { count: 4, grain: 'day' } },
  leading_1w: { leading: { count: 1, grain: 'week' } },
  month_to_date: { to_date: 'month' },
  week_to_date: { to_date: 'week' },
  ever: { all_time: true as const },
} as const;

function modelOf(random: Random): Model {
  const simple = { kind: 'simple', dataset: 'visits', agg: 'count_distinct', expr: 'who' } as const;
  const metrics: Record<string, Metric> = {
    people: { ...simple, empty: null },
    web_people: { ...simple, empty: 0, filter: [{ path: 'device', op: '=', value: 'web' }] },
  };
  for (const [name, window] of Object.entries(WINDOWS))
    for (const input of ['people', 'web_people'])
      metrics[`${input}_${name}`] = {
        kind: 'cumulative',
        input,
        ...window,
        period_agg: random.pick(['first', 'last', 'average']),
      } as Metric;
  const dimensions = {
    id: { type: 'integer' },
    who: { type: 'text' },
    device: { type: 'text' },
    day: { type: 'date' },
    pages: { type: 'integer' },
  };
  const columns = Object.entries(dimensions).map(([name, { type }]): [string, string] => [name, type]);
  return {
    tables: { visits: { columns, rows: visits(random) } },
    spines: [],
    datasets: { visits: { table: 'visits', primary_key: ['id'], time: 'day', dimensions, links: {}, segments: {} } },
    metrics,
  };
}

function queriesOf(random: Random, model: Model): Query[] {
  const names = Object.keys(model.metrics);
  return ['day', 'day', 'week', 'month'].flatMap((grain) =>
    [false, true].map((byDevice): Query => {
      const [from, through] = [random.between(0, 40), random.between(41, DAYS)];
      return {
        metrics: random.some(names, 4),
        dimensions: [
          { as: 'time', path: 'metric_time', grain },
          ...(byDevice ? [{ as: 'device', path: 'device' }] : []),
        ],
        ...(random.chance(0.5) && { where: [{ path: 'pages', op: '>', value: 2 }] }),
        range: { from: day(from), through: day(through) },
        ...(random.chance(0.5) && { fill: 'empty' }),
      };
    }),
  );
}

describe('distinct counts in windows, value by value', () => {
  test.each([1, 2, 3, 4, 5, 6])(
    'as the reference counts them: %i',
    async (seed) => {
      const random = new Random(seed);
      const model = modelOf(random);
      const served = await openModel(model as unknown as SuiteModel);
      try {
        for (const query of queriesOf(random, model)) {
          const expected = evaluate(model, query) as Answer;
          const answer = await answerCase(served, { id: String(seed), query: query as unknown as SuiteQuery });
          if ('error' in answer) throw new Error(`${answer.error.code}: ${answer.error.message}`);
          const got = { columns: [...answer.columns], rows: answer.rows.map((row) => [...row]) } as Answer;
          const found = difference(expected, columnTypes(model, query), got, query.metrics, {
            ordered: false,
            keep_null_rows: true,
            null_as_zero: false,
          });
          expect({ query, found }).toEqual({ query, found: undefined });
        }
      } finally {
        await served.close();
      }
    },
    60_000,
  );
});
