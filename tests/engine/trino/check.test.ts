import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCommand } from '../../builders/command-line.js';
import { describeLab, SCHEMA, setUp, TRINO } from './lab.js';

const PLAYS = `dataset: plays
table: ${SCHEMA}.checked
columns:
  play_id: bigint
  started_at: timestamp
  device: text
  ds: date
key: [play_id]
time: started_at
partition:
  ds: {from: started_at, late: 1 day}
`;

describeLab('grainline check --engine trino', () => {
  const folder = mkdtempSync(join(tmpdir(), 'grainline-check-trino-'));
  beforeAll(async () => {
    write(
      'grainline.yaml',
      `engine: {kind: trino, trino: {server: "${TRINO}", catalog: hive, schema: ${SCHEMA}, user: lab}}\n`,
    );
    await setUp(
      'DROP TABLE IF EXISTS checked',
      `CREATE TABLE checked (play_id BIGINT, started_at TIMESTAMP(6), device VARCHAR, landed_on DATE, ds DATE) WITH (format = 'ORC', partitioned_by = ARRAY['ds'])`,
      `INSERT INTO checked VALUES (1, TIMESTAMP '2024-03-01 23:00:00', 'tv', DATE '2024-03-01', DATE '2024-03-01'), (2, TIMESTAMP '2024-03-01 23:00:00', 'tv', DATE '2024-03-02', DATE '2024-03-02'), (3, NULL, 'tv', DATE '2024-01-01', DATE '2024-01-01'), (4, TIMESTAMP '2024-03-09 00:00:00', 'tv', DATE '2024-03-10', DATE '2024-03-10')`,
    );
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  async function run(definitions: string): Promise<{ exit: number; found: string[]; out: string }> {
    write('metrics/plays.yaml', definitions);
    const { exit, out } = await runCommand(['check', '--engine'], { folder });
    return { exit, found: out.split('\n').filter((line) => line.startsWith('metrics/')), out };
  }

  test('finds no difference where there is none', async () => {
    const { exit, found, out } = await run(PLAYS);
    expect(found).toEqual([]);
    expect(out).toContain('1 partition column follows from its time in every row.');
    expect(exit).toBe(0);
  }, 60_000);

  test('a day in three columns is proven as one, and is what the hint says where nothing does', async () => {
    await setUp(
      'DROP TABLE IF EXISTS checked_parts',
      `CREATE TABLE checked_parts WITH (format = 'ORC', partitioned_by = ARRAY['year', 'month', 'day']) AS SELECT * FROM (VALUES
         (TIMESTAMP '2023-12-31 23:00:00.000000', 2024, '01', '01'), (TIMESTAMP '2024-01-31 23:00:00.000000', 2024, '01', '31')) AS t(started_at, year, month, day)`,
    );
    const silent = `dataset: plays
table: ${SCHEMA}.checked_parts
columns: {started_at: timestamp, year: integer, month: text, day: text}
time: started_at
`;
    const hint = 'partition: {year: {from: started_at, form: yyyy, parts: [month, day]}}';
    const { found, out } = await run(silent);
    expect(found).toHaveLength(1);
    expect(out).toContain(hint);
    const late = await run(`${silent}${hint}\n`);
    expect(late.found).toEqual([
      'metrics/plays.yaml:5:13 ROWS_OUTSIDE_PARTITION "year/month/day" of "plays" does not follow from "started_at" as declared in 1 row of 1 partition: 1 in year=2024/month=01/day=01, with a time from 2023-12-31T23:00:00 on.',
    ]);
    const declared = await run(`${silent}${hint.replace('form:', 'late: 1 day, form:')}\n`);
    expect([declared.found, declared.exit]).toEqual([[], 0]);
    expect(declared.out).toContain('1 partition column follows from its time in every row.');
  });

  test.each([
    {
      name: 'a table that is missing',
      definitions: PLAYS.replace('.checked', '.uncheckd'),
      found: [`metrics/plays.yaml:2:8 TABLE_NOT_FOUND The engine has no table "${SCHEMA}.uncheckd".`],
    },
    {
      name: 'a schema that is missing',
      definitions: PLAYS.replace(SCHEMA, 'no_such_schema'),
      found: ['metrics/plays.yaml:2:8 TABLE_NOT_FOUND The engine has no table "no_such_schema.checked".'],
    },
    {
      name: 'columns that are missing, each',
      definitions: PLAYS.replace('  device: text', '  devise: text\n  player: text'),
      found: [
        `metrics/plays.yaml:6:3 COLUMN_NOT_FOUND Table "${SCHEMA}.checked" has no column "devise".`,
        `metrics/plays.yaml:7:3 COLUMN_NOT_FOUND Table "${SCHEMA}.checked" has no column "player".`,
      ],
    },
    {
      name: 'columns of another type',
      definitions: PLAYS.replace('device: text', 'device: integer').replace('ds: date', 'ds: text'),
      found: [
        `metrics/plays.yaml:6:11 COLUMN_TYPE_DIFFERS Column "device" of "${SCHEMA}.checked" is declared as integer, and the table has varchar.`,
        `metrics/plays.yaml:7:7 COLUMN_TYPE_DIFFERS Column "ds" of "${SCHEMA}.checked" is declared as text, and the table has date.`,
      ],
    },
    {
      name: 'a partition column that is none',
      definitions: PLAYS.replace('  ds: {from', '  landed_on: {from: started_at, late: 1 day}\n  ds: {from').replace(
        '  ds: date',
        '  ds: date\n  landed_on: date',
      ),
      found: [
        `metrics/plays.yaml:12:3 warning NOT_A_PARTITION_COLUMN "landed_on" is no partition column of "${SCHEMA}.checked": nothing is skipped by it.`,
      ],
      exit: 0,
    },
    {
      name: 'a partition column of which nothing is said',
      definitions: PLAYS.replace(/partition:\n.*\n/, ''),
      found: [
        `metrics/plays.yaml:2:8 warning PARTITION_NOT_DECLARED "${SCHEMA}.checked" is partitioned by ds, and nothing says what it follows from: questions about a day open all of it.`,
      ],
      exit: 0,
    },
    {
      name: 'rows that landed too late',
      definitions: PLAYS.replace(', late: 1 day', ''),
      found: [
        'metrics/plays.yaml:11:3 ROWS_OUTSIDE_PARTITION "ds" of "plays" does not follow from "started_at" as declared in 2 rows of 2 partitions: 1 in 2024-03-02, with a time from 2024-03-01T23:00:00 on.',
      ],
    },
  ])(
    '$name',
    async ({ definitions, found, exit = 1 }) => {
      const { exit: code, found: said } = await run(definitions);
      expect(said).toEqual(found);
      expect(code).toBe(exit);
    },
    60_000,
  );
});
