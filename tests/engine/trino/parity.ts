import { expect } from '@jest/globals';
import { openMemoryDuckdb } from '../../../src/engine/duckdb/duckdb-engine.js';
import type { Cell } from '../../../src/engine/engine.js';
import type { DataType } from '../../../src/expressions/data-type.js';
import { column, type Scalar } from '../../../src/expressions/scalar.js';
import { ProblemError } from '../../../src/problems/problem.js';
import { dialects } from '../../../src/sql/dialects/dialects.js';
import { Printer } from '../../../src/sql/print.js';
import { NEVER } from '../duckdb/statements.js';
import { openLab, SELDOM, setUp } from './lab.js';

/** One table on both engines, of which both must say the same. */
export interface ParityTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, DataType>>;
  readonly onDuckdb: string;
  readonly onTrino: readonly string[];
}

/** An expression of each row of the table, or an aggregate of all that `where` leaves. */
export interface ParityQuestion {
  readonly name: string;
  readonly scalar: Scalar;
  readonly where: Scalar;
  readonly isAggregate: boolean;
}

/** Values, the code of a problem that both engines may have, or what must not be. */
type Found = readonly Cell[] | string | Error;

/** A statement costs Trino far more than an expression in it. */
const AT_ONCE = 40;

export async function openParity(
  { name: table, onDuckdb, onTrino }: ParityTable,
  questions: readonly ParityQuestion[],
) {
  await setUp(...onTrino);
  const engines = {
    duckdb: await openMemoryDuckdb((run) => run(onDuckdb)),
    trino: await openLab({ freshnessSeconds: SELDOM }),
  };

  async function ask(name: 'duckdb' | 'trino', asked: readonly ParityQuestion[]): Promise<Found[]> {
    const isAggregate = asked.some((each) => each.isAggregate);
    const columns = asked.map(({ scalar }, n) => ({ name: `v${n}`, value: scalar, type: scalar.type }));
    const printer = new Printer(dialects[name]);
    const text = printer.select({
      columns,
      from: { kind: 'table', table, alias: 't' },
      joins: [],
      where: asked.slice(0, 1).map(({ where }) => where),
      exists: [],
      groupBy: null,
      sets: null,
      having: [],
      limit: null,
      offset: 0,
      orderBy: isAggregate ? [] : [{ value: column('t', 'id', 'integer'), direction: 'asc', nulls: 'last' }],
    });
    try {
      const rows = await engines[name].run({ text, parameters: printer.parameters, columns }, NEVER);
      return columns.map((_, n) => rows.values[n] ?? []);
    } catch (error) {
      // One that fails takes the others of its statement along: halves of it find which.
      const half = Math.ceil(asked.length / 2);
      if (half < asked.length)
        return [...(await ask(name, asked.slice(0, half))), ...(await ask(name, asked.slice(half)))];
      const code = error instanceof ProblemError ? error.problems[0]?.code : undefined;
      if (code !== undefined && code !== 'ENGINE_FAILED') return [code];
      return [new Error(`${name}: ${text}\n${(error as Error).cause ?? error}`)];
    }
  }

  const together = statements(questions).map((asked) => ({ asked, found: null as Promise<Found[]> | null }));
  async function onTrinoBeside(question: ParityQuestion): Promise<Found> {
    const batch = together.find(({ asked }) => asked.includes(question));
    if (batch === undefined) throw new Error(`${question.name} was not said to be asked`);
    batch.found ??= ask('trino', batch.asked);
    return (await batch.found)[batch.asked.indexOf(question)] ?? '';
  }

  /** DuckDB is asked for each by itself. */
  async function expectSame(question: ParityQuestion): Promise<void> {
    const [duckdb = ''] = await ask('duckdb', [question]);
    const trino = await onTrinoBeside(question);
    for (const found of [duckdb, trino]) if (found instanceof Error) throw found;
    expect(
      Array.isArray(trino) && Array.isArray(duckdb) ? trino.map((cell, row) => settled(cell, duckdb[row])) : trino,
    ).toEqual(duckdb);
  }

  return { expectSame, close: () => Promise.all(Object.values(engines).map((engine) => engine.close())) };
}

/** What one statement can ask: of the same rows, and either aggregates or not. */
function statements(questions: readonly ParityQuestion[]): ParityQuestion[][] {
  const found: ParityQuestion[][] = [];
  for (const question of questions) {
    const last = found.at(-1) ?? [];
    const [first] = last;
    const isAlike = first?.where === question.where && first.isAggregate === question.isAggregate;
    if (isAlike && last.length < AT_ONCE) last.push(question);
    else found.push([question]);
  }
  return found;
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
