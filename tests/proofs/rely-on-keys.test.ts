import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ANYONE, answer, countRows, type Runtime } from '../../src/answer.js';
import { LruResultCache } from '../../src/cache/lru-result-cache.js';
import { ProblemError } from '../../src/problems/problem.js';
import { type Prover, proveInBackground } from '../../src/proofs/prove-in-background.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { modelOf } from '../builders/compile.js';
import { read } from '../builders/request.js';
import { type DataFolder, dataFolder } from './data-folder.js';

const SHOP = `
dataset: orders
table: orders
columns: {order_id: bigint, shop_id: bigint, day: date, amount: integer}
key: [order_id]
time: day
links:
  shop: {to: shops, on: shop_id}
  manager_then: {to: managers, on: shop_id, during: [valid_from, valid_to]}
  tags: {to: tags, on: order_id, many: true}
metrics:
  revenue: {expression: SUM(amount)}
  orders: {expression: COUNT(*)}
  returned: {kind: conversion, base: orders, conversion: returns, entity: order_id, calculation: count}
`;
const SHOPS = 'dataset: shops\ntable: shops\ncolumns: {shop_id: bigint, city: text}\nkey: [shop_id]\n';
const MANAGERS =
  'dataset: managers\ntable: managers\ncolumns: {shop_id: bigint, name: text, valid_from: date, valid_to: date}\n';
const TAGS = 'dataset: tags\ntable: tags\ncolumns: {order_id: bigint, tag: text}\n';
const RETURNS =
  'dataset: returns\ntable: returns\ncolumns: {order_id: bigint, day: date}\ntime: day\nmetrics: {returns: {expression: COUNT(*)}}\n';
const CALENDAR = 'spine: {table: calendar, column: day, grain: day, grains: [retail_week]}\n';

const model = modelOf(SHOP, SHOPS, MANAGERS, TAGS, RETURNS, CALENDAR);
const TABLES = {
  orders: ['order_id,shop_id,day,amount', '1,1,2024-01-01,10', '2,2,2024-01-02,20'],
  shops: ['shop_id,city', '1,Bonn', '2,Kiel', ',Nowhere', ',Anywhere'],
  managers: [
    'shop_id,name,valid_from,valid_to',
    '1,Ada,2023-01-01,2024-01-01',
    '1,Bo,2024-01-01,',
    '2,Cy,2023-05-01,2023-05-01',
    '2,Di,2023-01-01,',
  ],
  tags: ['order_id,tag', '1,gift', '1,new'],
  returns: ['order_id,day', '1,2024-01-05'],
  calendar: ['day,retail_week', '2024-01-01,2024-01-01', '2024-01-02,2024-01-01'],
};

let data: DataFolder;
let prover: Prover;
beforeEach(async () => {
  data = await dataFolder(TABLES);
  prover = proveInBackground(data.engine);
});
afterEach(async () => {
  await prover.stop();
  await data.close();
});

const runtime = (proven: Runtime['proven'] = prover): Runtime => ({
  model,
  engine: data.engine,
  cache: new LruResultCache({ maxBytes: 1_000_000 }),
  maxRows: 1_000,
  proven,
});

const ask = (input: MetricQueryInput, over = runtime()) =>
  answer(over, read(model, input), ANYONE, new AbortController().signal);

/** What the answer warns of: the codes, and the keys that it names. */
async function warned(input: MetricQueryInput, over = runtime()): Promise<string[]> {
  const { warnings } = await ask(input, over);
  return warnings.map(({ code, message }) => `${code} ${/"[^,]*(?= is unique| holds)/.exec(message)?.[0] ?? message}`);
}

async function refusal(
  work: Promise<unknown>,
): Promise<readonly { readonly code: string; readonly message: string }[]> {
  const error = await work.then(
    () => new Error('answered'),
    (failure: unknown) => failure,
  );
  if (!(error instanceof ProblemError)) throw error;
  return error.problems.map(({ code, message }) => ({ code, message }));
}

const by = (path: string, metric = 'revenue', more: object = {}): MetricQueryInput => ({
  metrics: [metric],
  dimensions: [{ as: 'by', path, ...more }],
});

describe('an answer relies on', () => {
  test.each([
    { name: 'no key without a link', input: by('shop_id'), keys: [] },
    { name: 'no key of a table that is not read', input: by('shop.shop_id'), keys: [] },
    { name: 'the key that a link leads to', input: by('shop.city'), keys: ['"shop_id" of "shops"'] },
    {
      name: 'the validity of a history',
      input: by('manager_then.name'),
      keys: ['"shop_id" of "managers"'],
    },
    { name: 'its own key over a link to many', input: by('tags.tag'), keys: ['"order_id" of "orders"'] },
    {
      name: 'the key that tells the base rows of a conversion apart',
      input: { metrics: ['returned'] },
      keys: ['"order_id" of "orders"'],
    },
    {
      name: 'the days of a spine',
      input: by('metric_time', 'revenue', { grain: 'retail_week' }),
      keys: ['"day" of "calendar"'],
    },
    {
      name: 'a link of a condition',
      input: { metrics: ['revenue'], where: [{ path: 'shop.city', is: { eq: 'Bonn' }, at: 'where[0]' }] },
      keys: ['"shop_id" of "shops"'],
    },
  ])('$name', async ({ input, keys }) => {
    expect(await warned(input, runtime(undefined))).toEqual(keys.map((key) => `KEY_NOT_PROVEN ${key}`));
  });
});

describe('a key', () => {
  test('is warned of until it is proven, and again in a new version of the data', async () => {
    expect(await warned(by('shop.city'))).toEqual(['KEY_NOT_PROVEN "shop_id" of "shops"']);
    await prover.idle();
    expect(await warned(by('shop.city'))).toEqual([]);

    data.write('shops', ...TABLES.shops, '3,Jena');
    expect(await warned(by('shop.city'))).toEqual(['KEY_NOT_PROVEN "shop_id" of "shops"']);
    await prover.idle();
    expect(await warned(by('shop.city'))).toEqual([]);
  });

  test('of each link of a model is proven before anybody asks', async () => {
    prover.follow(model);
    await prover.idle();
    for (const path of ['shop.city', 'manager_then.name', 'tags.tag']) expect(await warned(by(path))).toEqual([]);
    expect(await warned({ metrics: ['returned'] })).toEqual([]);
    expect(await warned(by('metric_time', 'revenue', { grain: 'retail_week' }))).toEqual([]);
  });

  test.each([
    {
      name: 'that two rows share',
      table: 'shops',
      rows: [...TABLES.shops, '2,Kassel', '2,Konstanz'],
      path: 'shop.city',
      message: '"shop_id" of "shops" is not unique: 2 stands in 3 rows.',
    },
    {
      name: 'that two rows of a history share at one time',
      table: 'managers',
      rows: [...TABLES.managers, '1,Ed,2023-06-01,2023-07-01'],
      path: 'manager_then.name',
      message:
        '"shop_id" of "managers" holds twice at one time: for 1, a row begins before the one before it has ended (valid_from, valid_to).',
    },
    {
      name: 'of rows that are counted once each',
      table: 'orders',
      rows: [...TABLES.orders, '1,2,2024-01-03,30'],
      path: 'tags.tag',
      message: '"order_id" of "orders" is not unique: 1 stands in 2 rows.',
    },
  ])('$name is refused, where it is relied on', async ({ table, rows, path, message }) => {
    data.write(table, ...rows);
    prover.follow(model);
    await prover.idle();
    const refused = [{ code: 'KEY_NOT_UNIQUE', message }];
    expect(await refusal(ask(by(path)))).toEqual(refused);
    const counting = countRows(runtime(), read(model, by(path)), ANYONE, new AbortController().signal);
    expect(await refusal(counting)).toEqual(refused);
    expect(await warned(by('shop_id'))).toEqual([]);
  });

  test('that is mended is answered again', async () => {
    data.write('shops', ...TABLES.shops, '2,Kassel');
    await warned(by('shop.city'));
    await prover.idle();
    await refusal(ask(by('shop.city')));
    data.write('shops', ...TABLES.shops);
    await ask(by('shop.city'));
    await prover.idle();
    expect(await warned(by('shop.city'))).toEqual([]);
  });

  test('of a table that is gone stays unproven, and harms no other', async () => {
    data.write('shops', 'something_else', '1');
    prover.follow(model);
    await prover.idle();
    expect(await warned(by('manager_then.name'))).toEqual([]);
    await expect(ask(by('shop.city'))).rejects.toThrow('no column');
  });
});
