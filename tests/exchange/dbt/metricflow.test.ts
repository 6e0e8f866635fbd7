import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Cell } from '../../../src/engine/engine.js';
import { importDbt } from '../../../src/exchange/dbt/import-dbt.js';
import type { MetricQueryInput } from '../../../src/request/query-input.js';
import { type Asked, openAsked } from '../../builders/ask.js';
import { modelOf } from '../../builders/compile.js';

const FOLDER = 'tests/exchange/dbt/bistro';
const file = (path: string) => ({ path, text: readFileSync(`${FOLDER}/${path}`, 'utf8') });

/** What dbt calls a dimension, as a path from the datasets that have it. */
const PATHS: Readonly<Record<string, string>> = {
  customer__country: 'customer.country',
  order_id__status: 'status',
  order_id__size_band: 'size_band',
};

/** Every day of the spine: MetricFlow shows days that have no row of the metric. */
const FILLED = { fill: 'empty', time: { days: { from: '2023-12-01', through: '2024-04-30' } } } as const;

interface Case {
  readonly rows: string;
  readonly more?: Pick<MetricQueryInput, 'fill' | 'time'>;
  /** Metrics that are known to differ, each with its row, MetricFlow's value and ours. */
  readonly differs?: Readonly<
    Record<string, readonly (readonly [row: string, theirs: number | null, ours: number | null])[]>
  >;
}

const CASES: readonly Case[] = [
  // Percentiles of decimals are exact here; DuckDB keeps their scale
  { rows: 'all_by_none', differs: { p75_amount: [['', 25.37, 25.375]] } },
  { rows: 'simple_by_day' },
  { rows: 'simple_by_month' },
  { rows: 'by_country' },
  { rows: 'by_size' },
  { rows: 'daily' },
  { rows: 'filters' },
  { rows: 'ratios' },
  { rows: 'ratios_none' },
  { rows: 'growth_month' },
  { rows: 'growth_day' },
  // A month by quarter: January and February move into the quarter, once
  { rows: 'growth_quarter', differs: { growth: [['2024-01-01', 100.75, 71]] } },
  { rows: 'since_day' },
  { rows: 'cumulative_day', more: FILLED },
  { rows: 'cumulative_month', more: FILLED },
  { rows: 'conversion_none' },
  { rows: 'closing_month' },
  { rows: 'closing_none' },
];

let asked: Asked;
beforeAll(async () => {
  const { files, report } = importDbt(file('semantic_manifest.json'), file('catalog.json'));
  expect(report.filter(({ outcome }) => outcome === 'loss')).toEqual([]);
  asked = await openAsked(modelOf(...files.map(({ text }) => text)), (run) => run(file('tables.sql').text));
});
afterAll(() => asked.close());

describe('an imported dbt project answers as MetricFlow 0.209 does', () => {
  test.each(CASES)('$rows', async ({ rows, more, differs = {} }) => {
    const [header = [], ...theirs] = readCsv(`${FOLDER}/metricflow/${rows}.csv`);
    const dimensions = header.filter((name) => name.includes('__'));
    const metrics = header.filter((name) => !name.includes('__'));
    const answer = await asked.answer({ metrics, dimensions: dimensions.map(dimensionOf), ...more });
    const ours = Array.from({ length: answer.rowCount }, (_, row) =>
      header.map((name) => answer.columns.find((each) => each.name === name)?.values[row] ?? null),
    );
    const [mine, their] = [table(header, ours), table(header, theirs)];
    for (const [metric, changes] of Object.entries(differs))
      for (const [row, before, after] of changes) {
        expect(their.get(row)?.[metric] ?? null).toEqual(before);
        const values = their.get(row);
        if (values) values[metric] = after;
      }
    if (more) for (const row of mine.keys()) if (!their.has(row)) mine.delete(row);
    expect(Object.fromEntries(mine)).toEqual(Object.fromEntries(their));
  });
});

function dimensionOf(name: string): NonNullable<MetricQueryInput['dimensions']>[number] {
  const [, grain] = /^metric_time__(\w+)$/.exec(name) ?? [];
  return grain ? { as: name, path: 'metric_time', grain } : { as: name, path: PATHS[name] ?? name };
}

/** Metrics by group; groups in which there is nothing but NULL are left out, as each shows others of them. */
function table(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
): Map<string, Record<string, number | null>> {
  const groups = rows.map((row): [string, Record<string, number | null>] => [
    header.flatMap((name, at) => (name.includes('__') ? [String(row[at] || null).slice(0, 10)] : [])).join(' '),
    Object.fromEntries(header.flatMap((name, at) => (name.includes('__') ? [] : [[name, numberOf(row[at] ?? null)]]))),
  ]);
  return new Map(groups.filter(([, values]) => Object.values(values).some((value) => value !== null)));
}

const numberOf = (cell: Cell): number | null =>
  cell === null || cell === '' ? null : Math.round(Number(cell) * 1e9) / 1e9;

const readCsv = (path: string): string[][] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
