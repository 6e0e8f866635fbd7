import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Engine } from '../../../src/engine/engine.js';
import type { SeriesParts } from '../../../src/sql/dialects/dialect.js';
import { trino } from '../../../src/sql/dialects/trino.js';
import { rowOf } from '../duckdb/statements.js';
import { describeLab, openLab } from './lab.js';

const hours = { step: { count: 1, grain: 'hour' }, type: 'timestamp' } as const;
const quarters = { step: { count: 15, grain: 'minute' }, type: 'timestamp' } as const;
const days = { step: { count: 1, grain: 'day' }, type: 'date' } as const;

/** Trino's SEQUENCE has at most 10,000 entries. */
describeLab('a series of times', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openLab();
  });
  afterAll(() => engine.close());

  test.each<{ name: string; parts: Pick<SeriesParts, 'step' | 'type'>; from: string; through: string; count: number }>([
    { name: 'one day', parts: days, from: '2024-01-01', through: '2024-01-01', count: 1 },
    { name: '9,999 days', parts: days, from: '1900-01-01', through: '1927-05-18', count: 9_999 },
    { name: '10,000 days', parts: days, from: '1900-01-01', through: '1927-05-19', count: 10_000 },
    { name: '10,001 days', parts: days, from: '1900-01-01', through: '1927-05-20', count: 10_001 },
    {
      name: 'ten years of hours',
      parts: hours,
      from: '2015-01-01 00:00:00',
      through: '2024-12-31 23:00:00',
      count: 87_672,
    },
    {
      name: 'two years of quarters',
      parts: quarters,
      from: '2023-01-01 00:00:00',
      through: '2024-12-31 23:45:00',
      count: 70_176,
    },
  ])('$name', async ({ parts, from, through, count }) => {
    const series = trino.series({ ...parts, from: `'${from}'`, through: `'${through}'`, column: '"at"', input: null });
    const sql = `COUNT(*), COUNT(DISTINCT "at"), MIN("at"), MAX("at") FROM (${series})`;
    const row = await rowOf(engine, sql.replace(/^/, 'SELECT '), ['integer', 'integer', parts.type, parts.type]);
    expect(row).toEqual([count, count, from.replace(' ', 'T'), through.replace(' ', 'T')]);
  });

  test('bounds of no rows make no times', async () => {
    const series = trino.series({
      ...days,
      from: '"bounds"."first"',
      through: '"bounds"."last"',
      column: '"at"',
      input: '(SELECT CAST(NULL AS DATE) AS "first", CAST(NULL AS DATE) AS "last") AS "bounds"',
    });
    expect(await rowOf(engine, `SELECT COUNT(*) FROM (${series})`, ['integer'])).toEqual([0]);
  });
});
