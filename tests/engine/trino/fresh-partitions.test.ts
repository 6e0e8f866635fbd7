import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ANYONE, answer, type Runtime } from '../../../src/answer.js';
import { LruResultCache } from '../../../src/cache/lru-result-cache.js';
import type { Engine } from '../../../src/engine/engine.js';
import { modelOf } from '../../builders/compile.js';
import { read } from '../../builders/request.js';
import { until } from '../../builders/until.js';
import { describeLab, openLab, SCHEMA, setUp } from './lab.js';

const TABLE = 'fresh';
const model = modelOf(`
dataset: ${TABLE}
table: ${SCHEMA}.${TABLE}
columns: {ds: date, minutes: integer}
time: ds
metrics: {minutes: {expression: SUM(minutes)}}
`);

describeLab('new data in a Hive table', () => {
  let engine: Engine;
  let runtime: Runtime;
  let source: string;
  beforeEach(async () => {
    await setUp(
      `DROP TABLE IF EXISTS ${TABLE}`,
      `CREATE TABLE ${TABLE} (minutes INTEGER, ds DATE) WITH (format = 'PARQUET', partitioned_by = ARRAY['ds'])`,
      `INSERT INTO ${TABLE} VALUES (1, DATE '2024-03-01'), (2, DATE '2024-03-02')`,
    );
    source = `fresh-${Date.now()}`;
    engine = await openLab({ freshnessSeconds: 4, source });
    runtime = { model, engine, cache: new LruResultCache({ maxBytes: 1e6 }), maxRows: 10 };
    await until(() => version() !== 'unknown');
  });
  afterEach(() => engine?.close());

  const version = () => engine.versionsOf([`${SCHEMA}.${TABLE}`])[0]?.version.replace(/^unknown.*$/, 'unknown') ?? '';
  const ask = async () => {
    const { columns, cache, proof } = await answer(
      runtime,
      read(model, { metrics: ['minutes'] }),
      ANYONE,
      new AbortController().signal,
    );
    return { minutes: Number(columns[0]?.values[0]), state: cache.state, modifiedAt: proof.freshness[0]?.modifiedAt };
  };
  /** What this server has had Trino compute: its looks at versions aside. */
  const computed = async (): Promise<number> => {
    const [[count] = []] = await setUp(
      `SELECT COUNT(*) FROM system.runtime.queries WHERE source = '${source}' AND query LIKE 'SELECT%SUM("${TABLE}"."minutes")%'`,
    );
    return Number(count);
  };

  test('a partition that has come is seen by itself, and a cached answer sends nothing', async () => {
    expect(await ask()).toMatchObject({ minutes: 3, state: 'MISS' });
    for (let times = 0; times < 5; times += 1) expect(await ask()).toMatchObject({ minutes: 3, state: 'HIT' });
    expect(await computed()).toBe(1);

    const modifiedAt = await until(async () => (await ask()).modifiedAt);
    await setUp(`INSERT INTO ${TABLE} VALUES (4, DATE '2024-03-03')`);
    const began = Date.now();
    await until(async () => (await ask()).minutes === 7);
    expect(Date.now() - began).toBeLessThan(60_000);
    // The partitions tell first, the times of files a little later: each is a version of its own.
    await until(async () => (await ask()).state === 'HIT');
    expect((await ask()).minutes).toBe(7);
    await until(async () => Date.parse((await ask()).modifiedAt ?? '') > Date.parse(modifiedAt));
  });

  test('a partition that is written anew in its place is seen too', async () => {
    await ask();
    const [partitions] = await until(() => version() !== 'unknown' && version().split('/'));
    await setUp(
      `DELETE FROM ${TABLE} WHERE ds = DATE '2024-03-02'`,
      `INSERT INTO ${TABLE} VALUES (20, DATE '2024-03-02')`,
    );
    await until(async () => (await ask()).minutes === 21);
    await until(() => version().split('/')[0] === partitions); // a look may have come between the two statements
    await until(async () => (await ask()).state === 'HIT');
    expect((await ask()).minutes).toBe(21);
  });

  test('each partition has a state of its own, which only its own files change', async () => {
    const states = () => Object.fromEntries(engine.versionsOf([`${SCHEMA}.${TABLE}`])[0]?.parts?.states ?? []);
    await until(() => Object.values(states()).every((state) => state !== '') && Object.keys(states()).length === 2);
    const before = states();
    expect(Object.keys(before)).toEqual(['["2024-03-01"]', '["2024-03-02"]']);
    await setUp(`INSERT INTO ${TABLE} VALUES (5, DATE '2024-03-02'), (6, NULL)`);
    await until(() => states()['["2024-03-02"]'] !== before['["2024-03-02"]'] && states()['[null]'] !== undefined);
    expect(states()['["2024-03-01"]']).toBe(before['["2024-03-01"]']);
  });
});
