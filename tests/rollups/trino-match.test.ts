import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Engine } from '../../src/engine/engine.js';
import type { Model } from '../../src/model/model.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { type Built, buildRollup, settledVersions } from '../../src/rollups/build.js';
import { holdingOf } from '../../src/rollups/holding.js';
import type { RollupState } from '../../src/rollups/state.js';
import { TrinoStore } from '../../src/rollups/trino-store.js';
import { rowsOf } from '../builders/ask.js';
import { modelOf } from '../builders/compile.js';
import { describeLab, openLab, profile, SCHEMA, SELDOM, setUp } from '../engine/trino/lab.js';
import { type Asking, asking } from './asking.js';

const [ROLLUPS, TABLE] = ['rollups_match', 'rollup_visits'];
const NEVER = new AbortController().signal;

const model: Model = modelOf(
  `dataset: visits
table: ${SCHEMA}.${TABLE}
columns: {visit_id: bigint, visitor: bigint, shop_id: integer, visited_at: timestamp, spent: "decimal(10,2)", minutes: integer, ds: text}
time: visited_at
links: {shop: {to: shops, on: shop_id}}
metrics:
  visits: {expression: COUNT(*), empty: 0}
  spent: {expression: SUM(spent)}
  minutes_per_visit: {expression: AVG(minutes)}
  longest: {expression: MAX(minutes)}
  visitors: {expression: COUNT(DISTINCT visitor)}
  visitors_about: {expression: APPROX_COUNT_DISTINCT(visitor)}
  half_about: {expression: "APPROX_PERCENTILE(minutes, 0.5)"}
  visits_7d: {kind: cumulative, of: visits, trailing: 7 days}
rollups:
  daily:
    metrics: [visits, spent, minutes_per_visit, longest, visitors_about, half_about]
    dimensions: [shop.city]
    grain: day
    partition: month
    refresh: {late: 3 days}
    lag: to_watermark
`,
  `dataset: shops\ntable: ${SCHEMA}.rollup_shops\ncolumns: {shop_id: integer, city: text}\nkey: [shop_id]\n`,
);

/** Twenty visits an hour for eighty days, in a table by month; each lands in the month that \`landed\` says, most in its own. */
const VISITS = (from: number, to: number, landed = "DATE_FORMAT(visited_at, '%Y-%m')"): string =>
  `SELECT *, ${landed} AS ds FROM (
     SELECT CAST(n AS BIGINT) AS visit_id, CAST(n * 7919 % 9973 AS BIGINT) AS visitor, CAST(n % 5 AS INTEGER) AS shop_id,
       DATE_ADD('minute', n * 3, TIMESTAMP '2024-01-01 00:00:00.000000') AS visited_at,
       CAST(n % 1000 + 0.25 AS DECIMAL(10,2)) AS spent, CAST(n * 31 % 241 AS INTEGER) AS minutes
     FROM (SELECT hi * 100 + lo AS n FROM UNNEST(SEQUENCE(${from / 100}, ${to / 100 - 1})) AS a (hi) CROSS JOIN UNNEST(SEQUENCE(0, 99)) AS b (lo)))`;

const by = (...paths: string[]) => ({
  dimensions: paths.map((text) => {
    const [path = '', grain] = text.split(':');
    return { as: text.replace(/\W/g, '_'), path, ...(grain !== undefined && { grain }) };
  }),
});
const days = (from: string, through: string) => ({ time: { days: { from, through } } });

const SERVED: readonly MetricQueryInput[] = [
  { metrics: ['visits', 'spent', 'longest'], ...by('metric_time:month') },
  { metrics: ['visits', 'minutes_per_visit'], ...by('shop.city', 'metric_time:week') },
  { metrics: ['visits_7d'], ...by('metric_time:day'), ...days('2024-02-01', '2024-02-20') },
  { metrics: ['spent'], where: [{ path: 'shop.city', is: { in: ['Ulm', null] } }] },
];

describeLab('questions answered from a rollup in Hive tables', () => {
  let engine: Engine;
  let store: TrinoStore;
  let ask: Asking;
  let states: ReadonlyMap<string, RollupState> = new Map();
  beforeAll(async () => {
    await setUp(
      `DROP SCHEMA IF EXISTS ${ROLLUPS} CASCADE`,
      `DROP TABLE IF EXISTS ${TABLE}`,
      'DROP TABLE IF EXISTS rollup_shops',
      `CREATE TABLE ${TABLE} WITH (format = 'PARQUET', partitioned_by = ARRAY['ds']) AS ${VISITS(0, 38_400)}`,
      "CREATE TABLE rollup_shops AS SELECT * FROM (VALUES (0, 'Ulm'), (1, 'Bonn'), (2, 'Ulm'), (3, NULL)) AS t (shop_id, city)",
    );
    store = new TrinoStore(model, profile(), ROLLUPS);
    await look();
    await build();
  });
  afterAll(async () => {
    await store?.close();
    await engine?.close();
  });

  /** An engine that sees the tables as they are now. */
  const look = async (): Promise<void> => {
    await engine?.close();
    engine = await openLab({ freshnessSeconds: SELDOM });
    ask = asking(model, engine, () => states, true);
    const tables = [...states.values()].map(({ table }) => table);
    await settledVersions(engine, [`${SCHEMA}.${TABLE}`, `${SCHEMA}.rollup_shops`, ...tables], NEVER);
  };
  const build = async (): Promise<Built> => {
    const rollup = model.datasets.get('visits')?.rollups.get('daily');
    if (rollup === undefined) throw new Error('no rollup');
    const now = new Date('2024-03-22T00:00:00Z');
    const built = await buildRollup(holdingOf(model, rollup, true), engine, store, NEVER, { now });
    states = await store.states();
    return built;
  };

  test('have the rows of the tables, and read the rollup alone', async () => {
    const table = states.get('visits.daily')?.table;
    for (const input of SERVED) {
      const { by: uses } = await ask.both(input);
      expect({ input, uses }).toMatchObject({ input, uses: [{ used: true, upTo: null, failed: null }] });
      const { proof } = await ask.answer(input);
      expect(proof.tables).toEqual([table]);
      expect(proof.sql().join()).not.toContain(TABLE);
    }
  });

  test('and say by which rule it did not serve', async () => {
    const { by: uses } = await ask.both({ metrics: ['visitors'] });
    expect(uses[0]?.failed?.rule).toBe('MEASURE_NOT_KEPT');
  });

  test('merge its sketches to coarser groups, within the error that the answer states', async () => {
    const input = { metrics: ['visitors_about', 'half_about'], ...by('shop.city', 'metric_time:month') };
    const came = await ask.answer(input);
    expect(came.proof.tables).toEqual([states.get('visits.daily')?.table]);
    expect(came.warnings.map(({ code }) => code)).toContain('APPROXIMATE');
    const exact = new Map(
      rowsOf(await ask.answer({ ...input, metrics: ['visitors'] }, false)).map(([city, month, n]) => [
        `${city} ${month}`,
        Number(n),
      ]),
    );
    const rows = rowsOf(came);
    expect(rows).toHaveLength(9);
    for (const [city, month, about, half] of rows) {
      const count = exact.get(`${city} ${month}`) ?? 0;
      expect(count).toBeGreaterThan(1_000);
      expect(Math.abs(Number(about) / count - 1)).toBeLessThan(4 * 0.023);
      const [[place] = []] = await setUp(
        `SELECT COUNT_IF(minutes <= ${half}) * 1e0 / COUNT(*) FROM ${TABLE} AS v LEFT JOIN rollup_shops AS s ON v.shop_id = s.shop_id
         WHERE s.city IS NOT DISTINCT FROM ${city === null ? 'NULL' : `'${city}'`} AND DATE_TRUNC('month', visited_at) = DATE '${month}'`,
      );
      expect(Math.abs(Number(place) - 0.5)).toBeLessThan(0.02);
    }
  });

  test('up to its watermark once rows came, the rest from the table; sketches not, whose halves do not meet', async () => {
    await setUp(`INSERT INTO ${TABLE} ${VISITS(38_400, 38_900)}`);
    await look();
    const { by: uses } = await ask.both({ metrics: ['visits', 'minutes_per_visit'], ...by('metric_time:month') });
    expect(uses).toMatchObject([{ used: true, upTo: '2024-03-19T00:00:00' }]);
    const about = await ask.answer({ metrics: ['visitors_about'] });
    expect(about.proof.explain().rollups[0]?.failed?.rule).toBe('MEASURE_DOES_NOT_MERGE');
  });

  test('and of all rows again, when the partitions are built whose rows changed, late ones too', async () => {
    // A hundred visits of January land in March
    await setUp(`INSERT INTO ${TABLE} ${VISITS(1_000, 1_100, "'2024-03'")}`);
    await look();
    const { due, made, state } = await build();
    expect(due).toMatchObject({ reason: 'ROWS_CHANGED', scope: { kind: 'parts', changed: ['["2024-03"]'] } });
    expect(made).toEqual(['2024-01-01', '2024-03-01']);
    expect(state?.partitions.map(({ key }) => key)).toEqual(['2024-01-01', '2024-02-01', '2024-03-01']);
    const { by: uses } = await ask.both({ metrics: ['visits', 'spent'], ...by('metric_time:month') });
    expect(uses).toMatchObject([{ used: true, upTo: null }]);
  });
});
