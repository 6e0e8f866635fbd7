import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openMemoryDuckdb } from '../../../src/engine/duckdb/duckdb-engine.js';
import type { Cell, Engine } from '../../../src/engine/engine.js';
import { bind } from '../../../src/expressions/bind.js';
import { AGGREGATES, SCALAR_FUNCTIONS } from '../../../src/expressions/functions.js';
import { parseExpression } from '../../../src/expressions/parser.js';
import { call, column, FALSE, literal, type Scalar, TRUE } from '../../../src/expressions/scalar.js';
import { ProblemError } from '../../../src/problems/problem.js';
import { dialects } from '../../../src/sql/dialects/dialects.js';
import { Printer } from '../../../src/sql/print.js';
import { NEVER } from '../duckdb/statements.js';
import { describeLab, openLab, setUp } from './lab.js';
import { COLUMNS, OF_ALL, OF_ROWS, ON_DUCKDB, ON_TRINO } from './parity-table.js';

/** Expressions as definitions write them. */
function scalarOf(text: string): Scalar {
  const parsed = parseExpression(text);
  if (!('syntax' in parsed)) throw new Error(`${text}: ${JSON.stringify(parsed)}`);
  const bound = bind(parsed.syntax, {
    aggregates: true,
    name: ([name = '']) => {
      const type = COLUMNS[name];
      return type === undefined ? { code: 'UNKNOWN_COLUMN', message: name, offset: 0 } : column('x', name, type);
    },
  });
  if ('problem' in bound) throw new Error(`${text}: ${bound.problem.message}`);
  return bound.scalar;
}

/** What only plans say: zones, periods, ends of periods. */
const at = column('x', 'at', 'timestamp');
const zoned = (zone: string): Scalar => call('at_zone', [at, literal(zone, 'text')], 'timestamp');
const OF_PLANS: Readonly<Record<string, Scalar>> = {};
for (const zone of ['Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia']) {
  Object.assign(OF_PLANS, {
    [`at in ${zone}`]: zoned(zone),
    [`at from ${zone}`]: call('from_zone', [at, literal(zone, 'text')], 'timestamp'),
    [`the day in ${zone}`]: call('trunc', [literal('day', 'text'), zoned(zone)], 'date'),
    [`the week in ${zone}`]: call('trunc', [literal('week', 'text'), zoned(zone)], 'date'),
    [`the hour in ${zone}`]: call('trunc', [literal('hour', 'text'), zoned(zone)], 'timestamp'),
    [`the instant of the hour in ${zone}`]: call(
      'minus_elapsed',
      [at, zoned(zone), call('trunc', [literal('hour', 'text'), zoned(zone)], 'timestamp')],
      'timestamp',
    ),
    [`the hour of the day in ${zone}`]: call('extract', [literal('hour', 'text'), zoned(zone)], 'integer'),
  });
}

describe('the parity table', () => {
  test.each([...Object.keys(SCALAR_FUNCTIONS), ...Object.keys(AGGREGATES)].filter((name) => name !== 'period'))(
    'has %s',
    (name) => {
      const written = [...OF_ROWS, ...OF_ALL].join('\n').toLowerCase();
      expect(written).toContain(`${name}(`);
    },
  );
});

describeLab('Trino says what DuckDB says', () => {
  const engines = {} as Record<'duckdb' | 'trino', Engine>;
  beforeAll(async () => {
    await setUp(...ON_TRINO);
    engines.duckdb = await openMemoryDuckdb((run) => run(ON_DUCKDB));
    engines.trino = await openLab();
  });
  afterAll(() => Promise.all(Object.values(engines).map((engine) => engine.close())));

  async function cellsOf(
    name: 'duckdb' | 'trino',
    scalar: Scalar,
    where: Scalar,
    isAggregate: boolean,
  ): Promise<Cell[] | string> {
    const printer = new Printer(dialects[name]);
    const text = printer.select({
      columns: [{ name: 'v', value: scalar }],
      from: { kind: 'table', table: 'parity', alias: 'x' },
      joins: [],
      where: [where],
      groupBy: null,
      having: [],
      limit: null,
      offset: 0,
      orderBy: isAggregate ? [] : [{ value: column('x', 'id', 'integer'), direction: 'asc', nulls: 'last' }],
    });
    try {
      const rows = await engines[name].run(
        { text, parameters: printer.parameters, columns: [{ name: 'v', type: scalar.type }] },
        NEVER,
      );
      return [...(rows.values[0] ?? [])];
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problems[0]?.code === 'ENGINE_FAILED')
        throw new Error(`${name}: ${text}\n${(error as Error).cause ?? error}`);
      return error.problems[0]?.code ?? '';
    }
  }

  async function expectSame(scalar: Scalar, where: Scalar = TRUE, isAggregate = false): Promise<void> {
    const duckdb = await cellsOf('duckdb', scalar, where, isAggregate);
    const trino = await cellsOf('trino', scalar, where, isAggregate);
    expect(
      Array.isArray(trino) && Array.isArray(duckdb) ? trino.map((cell, row) => settled(cell, duckdb[row])) : trino,
    ).toEqual(duckdb);
  }

  test.each(OF_ROWS)('%s', (text) => expectSame(scalarOf(text)));
  test.each(OF_ALL)('%s of all rows', (text) => expectSame(scalarOf(text), TRUE, true));
  test.each(OF_ALL)('%s of no row', (text) => expectSame(scalarOf(text), FALSE, true));
  test.each(Object.entries(OF_PLANS))('%s', (_name, scalar) => expectSame(scalar));
});

/** Doubles may differ in their last digits, decimals in zeros at their end. */
function settled(ours: Cell, theirs: Cell | undefined): Cell {
  const isClose =
    typeof ours === 'number' && typeof theirs === 'number' && Math.abs(ours - theirs) <= 1e-12 * Math.abs(theirs);
  return isClose || (isDecimalText(ours) && isDecimalText(theirs) && plain(ours) === plain(theirs)) ? theirs : ours;
}

const isDecimalText = (cell: Cell | undefined): cell is string =>
  typeof cell === 'string' && /^-?\d+(\.\d+)?$/.test(cell);
const plain = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
