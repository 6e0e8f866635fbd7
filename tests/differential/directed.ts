import { evaluate } from '../reference/evaluate.js';
import type { Feature } from '../reference/features.js';
import type { Cell, ColumnType, Dataset, Dimension, Metric, Model, Query, Simple, Table } from '../reference/format.js';
import { type GeneratedCase, generate } from '../reference/generate.js';
import { sure } from '../reference/refused.js';
import { rulesOf } from '../reference/rules.js';

/** Of a generated case its seed, of one that is written down its name. */
export type CaseId = number | string;

export const caseIdOf = (text: string): CaseId => (/^\d+$/.test(text) ? Number(text) : text);

export const caseOf = (id: CaseId, options: { features?: readonly Feature[] } = {}): GeneratedCase =>
  typeof id === 'number' ? generate(id, options) : directedCase(id);

const table = (columns: Readonly<Record<string, ColumnType>>, ...rows: Cell[][]): Table => ({
  columns: Object.entries(columns),
  rows,
});
const daysFrom = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => new Date(Date.parse(first) + at * 86_400_000).toISOString().slice(0, 10));

/** A calendar without 31 January, whose terms have three days, four, and all the rest. */
const SPINE = daysFrom('2024-01-28', 38)
  .filter((day) => day !== '2024-01-31')
  .map((day): Cell[] => [day, day < '2024-02-01' ? 'Alpha' : day < '2024-02-05' ? 'Beta' : 'Gamma']);

const TABLES: Model['tables'] = {
  spine: table({ day: 'date', term: 'text' }, ...SPINE),
  sales: table(
    { id: 'integer', day: 'date', buyer: 'integer', item: 'text', store: 'integer', minutes: 'integer', kind: 'text' },
    [1, '2024-01-28', 7, 'x', 1, 70, 'song'],
    [2, '2024-01-30', 6, 'y', 2, 30, null],
    [3, '2024-01-31', 8, 'x', 1, 10, 'film'],
    [4, '2024-02-01', 7, 'p', 1, 40, 'film'],
    [5, '2024-02-04', 8, 'p', 9, 100, 'film'],
    [6, '2024-02-04', 7, 'q', 1, 5, 'song'],
    [7, '2024-02-29', 5, 'q', 2, null, 'song'],
    [8, '2024-02-01', 7, 'x', 2, 20, 'film'],
  ),
  members: table({ id: 'integer', tier: 'text' }, [5, 'gold'], [6, null], [7, 'gold'], [8, 'basic']),
  products: table({ code: 'text', kind: 'text' }, ['p', 'film'], ['q', 'song']),
  stores: table({ id: 'integer', region: 'text' }, [1, 'North'], [2, 'South']),
  charges: table({ id: 'integer', buyer: 'integer', amount: 'integer' }, [1, 8, 50], [2, 5, null], [3, null, 9]),
  events: table(
    { id: 'integer', day: 'date', who: 'integer', what: 'text', at: 'timestamp' },
    [1, '2024-02-01', 1, 'start', '2024-02-01T09:30:00'],
    [2, '2024-02-06', 1, 'play', '2024-02-06T03:15:00'],
    [3, '2024-02-10', 1, 'pay', '2024-02-10T00:00:00'],
    [4, '2024-02-01', 2, 'start', '2024-02-01T23:59:59'],
    [5, '2024-02-02', 2, 'play', '2024-02-02T04:59:59'],
    [6, '2024-02-07', 2, 'pay', '2024-02-07T12:00:00'],
  ),
};

/** Each column is a dimension. */
const dataset = (name: string, more: Partial<Dataset> = {}, derived: Record<string, Dimension> = {}): Dataset => ({
  table: name,
  primary_key: ['id'],
  dimensions: {
    ...Object.fromEntries(sure(TABLES[name]).columns.map(([column, type]): [string, Dimension] => [column, { type }])),
    ...derived,
  },
  links: {},
  segments: {},
  ...more,
});
const toOne = { kind: 'many_to_one', join: 'left' } as const;
const DATASETS: Model['datasets'] = {
  sale: dataset(
    'sales',
    {
      time: 'day',
      links: {
        member: { ...toOne, to: 'member', on: [['buyer', 'id']] },
        product: {
          ...toOne,
          to: 'product',
          on: [
            ['item', 'code'],
            ['kind', 'kind'],
          ],
        },
        shop: { ...toOne, to: 'store', on: [['store', 'id']], join: 'inner' },
      },
    },
    {
      length: {
        type: 'text',
        expr: "CASE WHEN minutes >= 60 THEN 'long' WHEN minutes >= 20 THEN 'middle' WHEN minutes IS NULL THEN 'long' ELSE 'short' END",
      },
    },
  ),
  member: dataset('members'),
  product: dataset('products', { primary_key: ['code'] }),
  store: dataset('stores'),
  charge: dataset('charges'),
  event: dataset('events', { time: 'day' }),
};

const simple = (of: string, agg: Simple['agg'], more: Partial<Simple> = {}): Simple => ({
  ...{ kind: 'simple', dataset: of, agg, empty: null },
  ...more,
});
const event = (what: string): Simple =>
  simple('event', 'count', { empty: 0, filter: [{ path: 'what', op: '=', value: what }] });
const METRICS: Readonly<Record<string, Metric>> = {
  sales: simple('sale', 'count', { empty: 0 }),
  known_films: simple('sale', 'count', { empty: 0, filter: [{ path: 'product.kind', op: '=', value: 'film' }] }),
  minutes: simple('sale', 'sum', { expr: 'minutes' }),
  buyers: simple('sale', 'count_distinct', { expr: 'buyer' }),
  charges: simple('charge', 'count', { empty: 0 }),
  charged: simple('charge', 'sum', { expr: 'amount' }),
  ...{ starts: event('start'), plays: event('play'), payments: event('pay') },
  paid_within_a_week: {
    ...{ kind: 'funnel', steps: ['starts', 'plays', 'payments'], entity: 'who', constant: [], counts: 'starts' },
    ...{ window: { count: 7, grain: 'day' }, step: 2, from: 0, calculation: 'count' },
  },
  moments: simple('event', 'count', { time: 'at' }),
  moments_of_a_term_to_date: { kind: 'cumulative', input: 'moments', to_date: 'term', period_agg: 'last' },
  moments_of_the_next_days: {
    ...{ kind: 'cumulative', input: 'moments', leading: { count: 3, grain: 'day' }, period_agg: 'last' },
  },
  moments_after_the_start_of_a_term: {
    ...{ kind: 'derived', expr: 'x', inputs: { x: { metric: 'moments_of_the_next_days', at_start_of: 'term' } } },
  },
  minutes_share: { kind: 'share', input: 'minutes', within: [] },
  buyers_month_to_date: { kind: 'cumulative', input: 'buyers', to_date: 'month', period_agg: 'last' },
  buyers_of_a_month: {
    kind: 'cumulative',
    input: 'buyers',
    trailing: { count: 1, grain: 'month' },
    period_agg: 'last',
  },
  minutes_of_two_days: {
    ...{ kind: 'cumulative', input: 'minutes', trailing: { count: 2, grain: 'day' }, period_agg: 'last' },
  },
  minutes_a_term_before: {
    ...{
      kind: 'derived',
      expr: 'before',
      inputs: { before: { metric: 'minutes', offset: { count: 1, grain: 'term' } } },
    },
  },
};

const model: Model = {
  tables: TABLES,
  spines: [{ table: 'spine', column: 'day', grain: 'day', grains: ['term'] }],
  datasets: DATASETS,
  metrics: METRICS,
};

const by = (path: string, grain?: string): Query['dimensions'][number] => ({ as: 'by', path, ...(grain && { grain }) });
const asked = (metric: string, dimensions: Query['dimensions'] = [], more: Partial<Query> = {}): Query => ({
  ...{ metrics: [metric], dimensions },
  ...more,
});

/** What the seeds ask seldom or never. The reference evaluator says what the answer is, as of theirs. */
const QUESTIONS: Readonly<Record<string, Query>> = {
  'a-step-within-a-week-of-the-one-before': asked('paid_within_a_week'),
  'all-sales-beside-those-of-known-films': { metrics: ['sales', 'known_films'], dimensions: [] },
  'one-buyer-of-two-unknown-kinds': asked('buyers', [by('product.code'), { as: 'kind', path: 'product.kind' }]),
  'the-key-behind-a-link-that-drops-rows': asked('sales', [by('shop.id')]),
  'shares-where-a-link-drops-rows': asked('minutes_share', [by('shop.region')]),
  'one-buyer-on-two-days-of-a-month': asked('buyers_month_to_date', [by('metric_time', 'day')]),
  'a-month-back-from-the-end-of-february': asked('buyers_of_a_month', [by('metric_time', 'day')]),
  'the-last-day-of-a-shorter-term': asked('minutes_a_term_before', [by('metric_time', 'day')]),
  'a-month-whose-last-day-the-calendar-lacks': asked('minutes_of_two_days', [by('metric_time', 'month')], {
    range: { from: '2024-01-28', through: '2024-01-31' },
  }),
  'a-term-to-date-by-the-hour': asked('moments_of_a_term_to_date', [by('metric_time', 'hour')]),
  'a-term-to-date-by-the-minute-in-new-york': asked('moments_of_a_term_to_date', [by('metric_time', 'minute')], {
    timezone: 'America/New_York',
  }),
  'days-after-the-start-of-a-term-by-the-hour': asked('moments_after_the_start_of_a_term', [by('metric_time', 'hour')]),
  'days-after-the-start-of-a-term-by-the-hour-in-new-york': asked(
    'moments_after_the_start_of_a_term',
    [by('metric_time', 'hour')],
    { timezone: 'America/New_York' },
  ),
  'either-charged-much-or-another-condition': asked('sales', [by('id')], {
    where: [
      { path: 'member.tier', op: '=', value: 'gold' },
      { path: 'item', op: '=', value: 'p' },
      {
        any: [
          { metric: 'charged', per: 'buyer', op: '>', value: 1000 },
          { path: 'minutes', op: '=', value: 40 },
        ],
      },
    ],
  }),
  'charges-of-one-who-has-none': asked('sales', [], {
    where: [
      { path: 'buyer', op: '=', value: 7 },
      { metric: 'charges', per: 'buyer', op: '>', value: -1 },
    ],
  }),
  'nothing-is-in-an-empty-list': asked('sales', [], { where: [{ path: 'kind', op: 'in', value: [] }] }),
  'what-is-unknown-is-not-outside-of-an-empty-list': asked('sales', [by('id')], {
    where: [{ path: 'kind', op: 'not_in', value: [] }, { not: { path: 'minutes', op: 'in', value: [] } }],
  }),
  'the-long-ones': asked('sales', [by('id')], { where: [{ path: 'length', op: '=', value: 'long' }] }),
  'the-middle-ones': asked('sales', [by('id')], { where: [{ path: 'length', op: '=', value: 'middle' }] }),
};

export const directedNames: readonly string[] = Object.keys(QUESTIONS);

function directedCase(name: string): GeneratedCase {
  const query = QUESTIONS[name];
  if (query === undefined) throw new Error(`no case is called "${name}"`);
  const result = evaluate(model, query);
  if ('refused' in result) throw new Error(`${name}: ${result.refused}`);
  const compare = { ordered: false, keep_null_rows: true, null_as_zero: false };
  return { seed: name, model, query, outcome: 'rows', result, compare, rules: rulesOf(model, query, result) };
}
