import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Model } from '../../src/model/model.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { statesIn } from '../../src/rollups/duckdb-store.js';
import { type Asking, asking } from './asking.js';
import { DAILY, openShop, ordersOf, type Shop, shopModel } from './shop.js';

const MONTHLY = `  monthly:
    metrics: [orders, revenue]
    dimensions: [channel]
    grain: month
`;
const PAID = `  paid:
    metrics: [orders, revenue]
    segments: [paid]
    grain: day
`;
const model = shopModel(DAILY + MONTHLY + PAID);
const days = (from: string, through: string) => ({ time: { days: { from, through } } });
const by = (...paths: string[]) => ({
  dimensions: paths.map((text) => {
    const [path = '', grain] = text.split(':');
    return { as: text.replace(/\W/g, '_'), path, ...(grain !== undefined && { grain }) };
  }),
});

const SERVED: readonly { readonly by: string; readonly input: MetricQueryInput }[] = [
  { by: 'orders.daily', input: { metrics: ['orders'], ...by('customer.country') } },
  { by: 'orders.monthly', input: { metrics: ['orders', 'revenue'] } },
  { by: 'orders.monthly', input: { metrics: ['orders'], ...by('channel', 'metric_time:quarter') } },
  { by: 'orders.daily', input: { metrics: ['orders', 'items_per_order'], ...by('metric_time:week') } },
  {
    by: 'orders.daily',
    input: { metrics: ['paid_share', 'largest', 'smallest'], ...by('channel', 'metric_time:day') },
  },
  {
    by: 'orders.daily',
    input: { metrics: ['revenue'], ...by('metric_time:month'), ...days('2024-01-15', '2024-03-04') },
  },
  {
    by: 'orders.daily',
    input: {
      metrics: ['revenue', 'paid_orders'],
      ...by('customer.country'),
      where: [{ path: 'channel', is: { in: ['web', null] } }],
    },
  },
  { by: 'orders.paid', input: { metrics: ['revenue'], ...by('metric_time:month'), segments: ['paid'] } },
  {
    by: 'orders.daily',
    input: { metrics: ['orders_7d'], ...by('metric_time:day'), ...days('2024-02-01', '2024-02-20') },
  },
  {
    by: 'orders.monthly',
    input: { metrics: ['orders'], ...by('channel'), having: [{ metric: 'orders', is: { gt: 270 } }] },
  },
  {
    by: 'orders.daily',
    input: { metrics: ['orders'], ...by('metric_time:day'), ...days('2024-03-01', '2024-03-03'), fill: 'zero' },
  },
  {
    by: 'orders.monthly',
    input: {
      metrics: ['revenue'],
      ...by('metric_time:month'),
      ...days('2024-02-01', '2024-03-31'),
      compare: { to: 'previous_year' },
    },
  },
  {
    by: 'orders.daily',
    input: { metrics: ['orders'], ...by('metric_time:day'), orderBy: [{ by: 'orders', direction: 'desc' }], limit: 3 },
  },
];

const NOT_SERVED: readonly { readonly input: MetricQueryInput; readonly rules: readonly string[] }[] = [
  { input: { metrics: ['buyers'] }, rules: ['MEASURE_NOT_KEPT', 'MEASURE_NOT_KEPT', 'ROWS_MISSING'] },
  {
    input: { metrics: ['orders'], ...by('metric_time:hour') },
    rules: ['GROUP_NOT_KEPT', 'GROUP_NOT_KEPT', 'ROWS_MISSING'],
  },
  {
    input: { metrics: ['orders'], where: [{ path: 'items', is: { gt: '3' } }] },
    rules: ['CONDITION_NOT_KEPT', 'CONDITION_NOT_KEPT', 'ROWS_MISSING'],
  },
  {
    input: { metrics: ['orders'], ...by('metric_time:day'), timeZone: 'Europe/Paris' },
    rules: ['GROUP_NOT_KEPT', 'GROUP_NOT_KEPT', 'ROWS_MISSING'],
  },
];

describe('a question is answered from the smallest rollup that covers it', () => {
  let shop: Shop;
  let ask: Asking;
  const open = (of: Model): Asking => asking(of, shop.engine, () => statesIn(shop.profile.rollups.folder));
  beforeEach(async () => {
    shop = await openShop();
    for (const name of ['daily', 'monthly', 'paid']) await shop.build(model, {}, name);
    ask = open(model);
  });
  afterEach(() => shop.close());

  const used = async (input: MetricQueryInput): Promise<readonly string[]> =>
    (await ask.both(input)).by.filter(({ used: is }) => is).map(({ name }) => name);
  const rules = async (input: MetricQueryInput): Promise<readonly (string | undefined)[]> =>
    (await ask.both(input)).by.map(({ failed }) => failed?.rule);

  test('with the rows that the tables give, and a rule for each other rollup', async () => {
    for (const { by: name, input } of SERVED) {
      const { by: uses } = await ask.both(input);
      expect({ input, used: uses.filter((each) => each.used).map((each) => each.name) }).toEqual({
        input,
        used: [name],
      });
      for (const each of uses) expect(each.failed === null).toBe(each.used);
    }
  });

  test('and else from the tables, with the first rule that each fails by', async () => {
    for (const { input, rules: expected } of NOT_SERVED)
      expect({ input, rules: await rules(input) }).toEqual({ input, rules: expected });
  });

  test('reads the table of the rollup alone, under its version', async () => {
    const { proof } = await ask.answer({ metrics: ['orders'], ...by('customer.country') });
    expect(proof.tables).toHaveLength(1);
    expect(proof.tables[0]).toMatch(/^grainline_rollups\.orders__daily__/);
    expect(proof.sql().join()).toContain('grainline_rollups');
    const plain = await ask.answer({ metrics: ['orders'], ...by('customer.country') }, false);
    expect(proof.fingerprint).toBe(plain.proof.fingerprint);
  });

  test('up to its watermark when rows came, the rest from the tables', async () => {
    await shop.orders(`${ordersOf('2024-04-09', 40)} UNION ALL SELECT 1, 1, NULL, 7.00, 2, 'app', FALSE`);
    for (const input of [
      { metrics: ['orders', 'revenue', 'items_per_order', 'largest'] },
      { metrics: ['orders'], ...by('customer.country') },
      { metrics: ['orders', 'paid_share'], ...by('metric_time:day'), ...days('2024-04-01', '2024-04-20') },
      { metrics: ['orders', 'smallest'], ...by('metric_time:month', 'channel') },
      { metrics: ['revenue'], ...days('2024-01-01', '2024-04-20') },
    ]) {
      const { by: uses } = await ask.both(input);
      expect(uses.find((each) => each.used)).toMatchObject({ name: 'orders.daily', upTo: '2024-04-08T00:00:00' });
      expect(uses.find((each) => each.name === 'orders.monthly')?.failed?.rule).toBe('SOURCE_CHANGED');
    }
    expect(await rules({ metrics: ['orders'], ...days('2024-04-08', '2024-04-20') })).toContain('AFTER_WATERMARK');
    const { warnings } = await ask.answer({ metrics: ['orders'] });
    expect(warnings.map(({ code }) => code)).toContain('ROLLUP_LAGS');
    await shop.build(model);
    expect(await used({ metrics: ['orders'], ...by('customer.country') })).toEqual(['orders.daily']);
    expect((await ask.answer({ metrics: ['orders'] })).warnings.map(({ code }) => code)).not.toContain('ROLLUP_LAGS');
  });

  test('not at all when a linked table is another one', async () => {
    await shop.customers('IT');
    expect(await rules({ metrics: ['orders'], ...by('customer.country') })).toEqual([
      'SOURCE_CHANGED',
      'JOIN_NOT_KEPT',
      'JOIN_NOT_KEPT',
    ]);
  });

  test('as it is, and said so, while its owner allows it to be stale', async () => {
    const stale = shopModel(DAILY.replace('{late: 3 days}', '{late: 3 days, max_staleness: 2 weeks}'));
    await shop.build(stale, { now: new Date(), whole: true });
    await shop.customers('IT');
    const { warnings, proof } = await open(stale).answer({ metrics: ['orders'], ...by('customer.country') });
    expect(warnings.map(({ code }) => code)).toContain('ROLLUP_STALE');
    expect(proof.explain().rollups).toMatchObject([{ used: true, upTo: null }]);
    await shop.build(stale, { now: new Date('2024-04-11T12:00:00Z'), whole: true });
    await shop.customers('ES');
    expect((await open(stale).both({ metrics: ['orders'], ...by('customer.country') })).by[0]?.failed?.rule).toBe(
      'SOURCE_CHANGED',
    );
  });

  test('is skipped with a warning where its table is gone or drifted, and answered from the tables', async () => {
    const { table } = statesIn(shop.profile.rollups.folder).get('orders.daily') ?? { table: '' };
    const folder = join(shop.profile.rollups.folder, ...table.split('.'));
    await shop.rowsOf(`COPY (SELECT 1 AS x) TO '${join(folder, 'more.parquet')}'`);
    const question = { metrics: ['items_per_order'], ...by('customer.country') };
    const warned = async () =>
      (await ask.answer(question)).warnings
        .filter(({ code }) => code === 'ROLLUP_SKIPPED')
        .map(({ message }) => message);
    expect(await warned()).toEqual([
      `Rollup "orders.daily" was not used, though it would answer: Its table is not as it was built: ${table}.`,
    ]);
    await ask.both(question);
    rmSync(folder, { recursive: true });
    expect(await warned()).toEqual([
      `Rollup "orders.daily" was not used, though it would answer: Its table is gone: ${table}.`,
    ]);
    await ask.both(question);
    expect((await ask.answer({ metrics: ['buyers'] })).warnings).toEqual([]);
  });

  test('and asked again without it, where the engine cannot read it after all', async () => {
    const path = join(shop.profile.rollups.folder, 'orders.daily.json');
    const state = statesIn(shop.profile.rollups.folder).get('orders.daily');
    const table = 'grainline_rollups.other';
    await shop.rowsOf(
      `COPY (SELECT 1 AS x) TO '${join(shop.profile.rollups.folder, 'grainline_rollups', 'other.parquet')}'`,
    );
    const [version] = shop.engine.versionsOf([table]);
    writeFileSync(path, JSON.stringify({ ...state, table, version: version?.version }));
    const question = { metrics: ['items_per_order'], ...by('customer.country') };
    const { warnings, proof } = await ask.answer(question);
    expect(warnings.map(({ code }) => code)).toContain('ROLLUP_SKIPPED');
    expect(proof.explain().rollups.find(({ name }) => name === 'orders.daily')?.used).toBe(false);
    await ask.both(question);
  });
});
