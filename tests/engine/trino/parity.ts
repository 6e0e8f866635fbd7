import { expect } from '@jest/globals';
import { openMemoryDuckdb } from '../../../src/engine/duckdb/duckdb-engine.js';
import type { Cell } from '../../../src/engine/engine.js';
import type { DataType } from '../../../src/expressions/data-type.js';
import { column, type Scalar, TRUE } from '../../../src/expressions/scalar.js';
import { ProblemError } from '../../../src/problems/problem.js';
import { dialects } from '../../../src/sql/dialects/dialects.js';
import { Printer } from '../../../src/sql/print.js';
import { NEVER } from '../duckdb/statements.js';
import { openLab, setUp } from './lab.js';

/** One table on both engines, of which both must say the same. */
export interface ParityTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, DataType>>;
  readonly onDuckdb: string;
  readonly onTrino: readonly string[];
}

export async function openParity({ name: table, onDuckdb, onTrino }: ParityTable) {
  await setUp(...onTrino);
  const engines = { duckdb: await openMemoryDuckdb((run) => run(onDuckdb)), trino: await openLab() };

  async function cellsOf(
    name: 'duckdb' | 'trino',
    scalar: Scalar,
    where: Scalar,
    isAggregate: boolean,
  ): Promise<Cell[] | string> {
    const printer = new Printer(dialects[name]);
    const text = printer.select({
      columns: [{ name: 'v', value: scalar }],
      from: { kind: 'table', table, alias: 't' },
      joins: [],
      where: [where],
      groupBy: null,
      having: [],
      limit: null,
      offset: 0,
      orderBy: isAggregate ? [] : [{ value: column('t', 'id', 'integer'), direction: 'asc', nulls: 'last' }],
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

  return { expectSame, close: () => Promise.all(Object.values(engines).map((engine) => engine.close())) };
}

/** Doubles may differ in their last digits, decimals in zeros at their end. */
function settled(ours: Cell, theirs: Cell | undefined): Cell {
  const isClose =
    typeof ours === 'number' && typeof theirs === 'number' && Math.abs(ours - theirs) <= 1e-12 * Math.abs(theirs);
  return isClose || (isDecimalText(ours) && isDecimalText(theirs) && plain(ours) === plain(theirs)) ? theirs : ours;
}

const isDecimalText = (cell: Cell | undefined): cell is string =>
  typeof cell === 'string' && /^-?\d+(\.\d+)?$/.test(cell);
const plain = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
