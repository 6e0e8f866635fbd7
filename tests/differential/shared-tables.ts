import { openMemoryDuckdb, type RunSetup } from '../../src/engine/duckdb/duckdb-engine.js';
import type { Engine } from '../../src/engine/engine.js';
import type { Cell, Model, Table } from '../reference/format.js';

/** One database for many models, one after the other: opening one takes longer than asking a question. */
export interface SharedTables {
  /** Drops the tables of the model before and makes those of this one. Closing what it returns leaves the database open. */
  readonly engineFor: (model: Model) => Promise<Engine>;
  /** Makes further tables, and drops them. */
  readonly run: RunSetup;
  readonly close: () => Promise<void>;
}

export async function openSharedTables(): Promise<SharedTables> {
  let run: RunSetup = () => Promise.reject(new Error('the database is not open'));
  const engine = await openMemoryDuckdb(
    async (setup) => {
      run = setup;
    },
    { threads: 1 },
  );
  let held: readonly string[] = [];
  return {
    engineFor: async ({ tables }) => {
      for (const name of held) await run(`DROP TABLE ${quoted(name)}`);
      held = Object.keys(tables);
      for (const [name, table] of Object.entries(tables)) for (const sql of statementsFor(name, table)) await run(sql);
      return { ...bound(engine), close: async () => {} };
    },
    run: (sql) => run(sql),
    close: () => engine.close(),
  };
}

const bound = (engine: Engine): Omit<Engine, 'close'> => ({
  name: engine.name,
  run: (statement, signal) => engine.run(statement, signal),
  stream: (statement, receive, signal) => engine.stream(statement, receive, signal),
  versionsOf: (tables) => engine.versionsOf(tables),
});

/** Literals rather than bound values: binding hundreds of them takes longer than the question. */
function statementsFor(name: string, { columns, rows }: Table): readonly string[] {
  const made = `CREATE TABLE ${quoted(name)} (${columns.map(([column, type]) => `${quoted(column)} ${type}`).join(', ')})`;
  const values = rows.map((row) => `(${row.map(textOf).join(', ')})`);
  return rows.length === 0 ? [made] : [made, `INSERT INTO ${quoted(name)} VALUES ${values.join(', ')}`];
}

/** Numbers, too, are given as text that the engine casts, so that no digit is lost on the way. */
const textOf = (cell: Cell): string => (cell === null ? 'NULL' : `'${String(cell).replaceAll("'", "''")}'`);

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
