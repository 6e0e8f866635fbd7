import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Cell } from '../../../src/engine/engine.js';
import type { OssieModel } from '../../../src/exchange/ossie/document.js';
import { importOssie } from '../../../src/exchange/ossie/import/import-ossie.js';
import type { Asked } from '../../builders/ask.js';
import { type ByHand, openByHand } from '../../builders/by-hand.js';
import { modelOf } from '../../builders/compile.js';
import { exported, modelIn, projectOf } from './projects.js';
import { openTpch, SETUP } from './tpch.js';

const project = projectOf('examples/tpch/metrics');
const { text } = exported(project, '0.2');
const plain = modelIn(text);
const metrics = plain.metrics ?? [];

let ours: Asked;
let byHand: ByHand;
beforeAll(async () => {
  ours = await openTpch(project.model);
  byHand = await openByHand(SETUP.join(';\n'));
});
afterAll(async () => {
  await ours?.close();
  byHand?.close();
});

/** A column to group by, for each dataset that metrics are of. */
const GROUPS: Readonly<Record<string, string>> = {
  lineitem: 'ship_mode',
  orders: 'status',
  customer: 'market_segment',
  part: 'brand',
  partsupp: 'part_key',
  supplier: 'nation_key',
};

/** Ours, by that column; and of how many digits and which type they are does not matter. */
async function ourRows(from: Asked, metric: string, group: string): Promise<Map<unknown, Cell>> {
  const rows = await from.rows({ metrics: [metric], dimensions: [{ path: group }] });
  return new Map(rows.map(([key, value]) => [String(key), value ?? null]));
}

/** Groups in which no row passes a metric's condition have a row there, and none here. */
function expectSame(found: ReadonlyMap<unknown, unknown>, wanted: ReadonlyMap<unknown, unknown>): void {
  expect([...wanted.keys()].filter((key) => !found.has(key))).toEqual([]);
  const others = [...found].filter(([key, value]) => !isSame(value, wanted.get(key) ?? (value === null ? null : 0)));
  expect(others).toEqual([]);
}

const isSame = (a: unknown, b: unknown): boolean =>
  a === null || b === null ? a === b : Math.abs(Number(a) - Number(b)) <= 1e-9 * Math.max(1, Math.abs(Number(b)));

const names = new Map(metrics.map(({ name, expression }) => [name, expression.dialects[0]?.expression ?? '']));
const homeOf = (name: string): string => project.model.metrics.get(name)?.datasets[0] ?? '';

describe('a reader who knows nothing but the plain part', () => {
  test.each([...names])('finds in %s what we answer', async (name, sql) => {
    const home = homeOf(name);
    const group = GROUPS[home] as string;
    const rows = await byHand.rows(
      `SELECT CAST(${home}.${group} AS VARCHAR) AS key, ${sql} AS value FROM ${fromClause(plain, home, sql)} GROUP BY 1`,
    );
    expectSame(new Map(rows.map(({ key, value }) => [String(key), value])), await ourRows(ours, name, group));
  });
});

test('imported from the plain part alone, every metric has the rows that it had', async () => {
  const { files } = importOssie({ path: 'x', text }, 'plain');
  const model = modelOf(...files.map((file) => file.text));
  expect([...model.metrics.keys()].filter((name) => !names.has(name))).toEqual([]);
  expect(model.metrics.size).toBe(names.size);
  const theirs = await openTpch(model);
  try {
    for (const name of names.keys()) {
      const group = GROUPS[homeOf(name)] as string;
      expectSame(await ourRows(theirs, name, group), await ourRows(ours, name, group));
    }
  } finally {
    await theirs.close();
  }
}, 60_000);

/** The datasets that an expression names, as what their fields say, joined left over the relationships. */
function fromClause({ datasets, relationships = [] }: OssieModel, home: string, sql: string): string {
  const rows = (name: string): string => {
    const { source, fields = [] } = datasets.find((each) => each.name === name) as OssieModel['datasets'][number];
    const columns = fields.map((field) => `${field.expression.dialects[0]?.expression} AS ${field.name}`);
    return `(SELECT ${columns.join(', ')} FROM ${source}) AS ${name}`;
  };
  const wanted = new Set([...sql.matchAll(/\b([a-z]+)\.[a-z_]+/g)].map(([, dataset = '']) => dataset));
  const joined = [home];
  const joins = [];
  // Only ways to what is named are followed
  const leadsTo = (from: string, passed: readonly string[] = []): boolean =>
    wanted.has(from) ||
    relationships.some(
      (each) => each.from === from && !passed.includes(each.to) && leadsTo(each.to, [...passed, from]),
    );
  for (const from of joined)
    for (const { from: of, to, from_columns, to_columns } of relationships)
      if (of === from && !joined.includes(to) && leadsTo(to)) {
        joined.push(to);
        const on = from_columns.map((column, at) => `${from}.${column} = ${to}.${to_columns[at]}`);
        joins.push(`LEFT JOIN ${rows(to)} ON ${on.join(' AND ')}`);
      }
  return [rows(home), ...joins].join(' ');
}
