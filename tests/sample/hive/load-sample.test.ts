import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadSample } from '../../../src/sample/hive/load-sample.js';
import { openByHand } from '../../builders/by-hand.js';
import { describeLab, profile, setUpIn } from '../../engine/trino/lab.js';

const SCHEMA = 'load_test';

/** More days than one statement may write partitions, and the texts that break a loader. */
const PLAYS = `SELECT i AS play_id, DATE '2024-01-01' + (i % 95)::INTEGER AS ds,
  ['it''s', '', 'ü"\\\\', NULL, '[1,2]', E'a\\nb'][1 + i % 6] AS device, (i / 7)::DOUBLE AS share, (i * 1.01)::DECIMAL(9,2) AS fee,
  TIMESTAMP '2024-01-01 00:00:00.000001' + INTERVAL (i) SECOND AS started_at, i % 3 = 0 AS is_completed
  FROM range(500) AS t(i)`;

describeLab('loadSample', () => {
  const folder = mkdtempSync(join(tmpdir(), 'grainline-load-'));
  beforeAll(async () => {
    mkdirSync(join(folder, SCHEMA));
    const byHand = await openByHand(`COPY (${PLAYS}) TO '${folder}/${SCHEMA}/plays.parquet' (FORMAT parquet);
      COPY (SELECT 1 AS title_id, 'Dark' AS title_name) TO '${folder}/${SCHEMA}/titles.parquet' (FORMAT parquet)`);
    byHand.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('makes partitioned tables with every row as it was, and replaces them only when told', async () => {
    await setUpIn('hive', `DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`);
    const seen: number[] = [];
    const tables = await loadSample(join(folder, SCHEMA), profile(), { onProgress: (done) => seen.push(done) });
    expect(tables.map(({ name, rows }) => [name, rows])).toEqual([
      ['plays', 500],
      ['titles', 1],
    ]);
    expect(seen.at(-1)).toBe(501);

    const text = (column: string) => `CAST("${column}" AS VARCHAR)`;
    const columns = ['play_id', 'ds', 'device', 'fee', 'started_at', 'is_completed'].map(text).join(', ');
    const byHand = await openByHand(`CREATE TABLE plays AS ${PLAYS}`);
    const expected = await byHand.rows(`SELECT ${columns}, share FROM plays ORDER BY play_id`);
    byHand.close();
    const found = await setUpIn('hive', `SELECT ${columns}, share FROM ${SCHEMA}.plays ORDER BY play_id`);
    expect(found).toEqual(expected.map((row) => Object.values(row)));
    expect(await setUpIn('hive', `SELECT COUNT(*) FROM ${SCHEMA}."plays$partitions"`)).toEqual([[95]]);

    await expect(loadSample(join(folder, SCHEMA), profile())).rejects.toThrow('load_test.plays and 1 more already');
    await loadSample(join(folder, SCHEMA), profile(), { replace: true });
    expect(await setUpIn('hive', `SELECT COUNT(*) FROM ${SCHEMA}.plays`)).toEqual([[500]]);
    await setUpIn('hive', `DROP SCHEMA ${SCHEMA} CASCADE`);
  });
});
