import { type MemoryDuckdb, openMemoryDuckdb, type RunSetup } from '../../engine/duckdb/duckdb-engine.js';
import { isSketch } from '../../expressions/data-type.js';
import { duckdb } from '../../sql/dialects/duckdb.js';
import { quoteName } from '../../sql/literals.js';
import type { GivenRows } from './given-rows.js';
import type { SpineDays } from './spine-days.js';
import type { TestTable } from './test-tables.js';

/** All tables of a project in one embedded engine, empty but for the rows of the test that runs. */
export class TestDatabase {
  private filled: readonly string[] = [];

  private constructor(readonly engine: MemoryDuckdb) {}

  static async open(tables: Iterable<TestTable>): Promise<TestDatabase> {
    const engine = await openMemoryDuckdb(
      async (run) => {
        for (const table of tables) await create(run, table);
      },
      { threads: 1 },
    );
    return new TestDatabase(engine);
  }

  /** Empties the tables of the test before, and gives these their rows. */
  async fill(given: readonly GivenRows[]): Promise<void> {
    await this.engine.change(async (run) => {
      for (const table of this.filled) await run(`DELETE FROM ${tableName(table)}`);
      this.filled = given.map(({ table }) => table.name);
      for (const rows of given) await insert(run, rows);
    });
  }

  /** Gives spines their days, beside what is there. */
  async add(spines: readonly SpineDays[]): Promise<void> {
    if (spines.length === 0) return;
    await this.engine.change(async (run) => {
      this.filled = [...this.filled, ...spines.map(({ table }) => table)];
      for (const spine of spines) await insertDays(run, spine);
    });
  }

  close(): Promise<void> {
    return this.engine.close();
  }
}

const tableName = (table: string): string => table.split('.').map(quoteName).join('.');

async function create(run: RunSetup, { name, columns }: TestTable): Promise<void> {
  const schema = name.split('.').slice(0, -1).join('.');
  if (schema !== '') await run(`CREATE SCHEMA IF NOT EXISTS ${tableName(schema)}`);
  const typed = [...columns].map(
    ([column, type]) => `${quoteName(column)} ${isSketch(type) ? 'BLOB' : duckdb.type(type)}`,
  );
  await run(`CREATE TABLE ${tableName(name)} (${typed.join(', ') || '"_" INTEGER'})`);
}

const ROWS_AT_ONCE = 200;

/** Values are bound as text and cast by the engine, so that no digit is lost on the way. */
async function insert(run: RunSetup, { table, columns, rows }: GivenRows): Promise<void> {
  const [first] = [...table.columns].map(([name, type]) => ({ name, type }));
  const filled = columns.length === 0 && first ? [first] : columns; // rows of which nothing is said are rows
  const names = filled.map(({ name }) => quoteName(name)).join(', ');
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows.slice(from, from + ROWS_AT_ONCE);
    const values = some.map((_, row) => {
      const cells = filled.map(({ type }, at) => `CAST($${row * filled.length + at + 1} AS ${duckdb.type(type)})`);
      return `(${cells.join(', ')})`;
    });
    const bound = some.flatMap((row) => filled.map((_, at) => row[at] ?? null));
    await run(`INSERT INTO ${tableName(table.name)} (${names}) VALUES ${values.join(', ')}`, bound);
  }
}

async function insertDays(run: RunSetup, { table, column, type, grain, from, to }: SpineDays): Promise<void> {
  const step = grain === 'hour' ? 'INTERVAL 1 HOUR' : 'INTERVAL 1 DAY';
  const units = `SELECT CAST(unit AS ${duckdb.type(type)}) FROM range(CAST($1 AS TIMESTAMP), CAST($2 AS TIMESTAMP), ${step}) AS units(unit)`;
  await run(`INSERT INTO ${tableName(table)} (${quoteName(column)}) ${units}`, [from, to]);
}
