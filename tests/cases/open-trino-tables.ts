import { randomBytes } from 'node:crypto';
import type { Engine } from '../../src/engine/engine.js';
import type { TrinoProfile } from '../../src/engine/trino/profile.js';
import { openTrino } from '../../src/engine/trino/trino-engine.js';
import { openTrinoSetup } from '../../src/engine/trino/trino-setup.js';
import type { DataType } from '../../src/expressions/data-type.js';
import { trino } from '../../src/sql/dialects/trino.js';
import { quoteName, writeLiteral } from '../../src/sql/literals.js';
import type { SuiteModel, SuiteTable } from './suite.js';

/** Makes the tables in a schema of their own; the schema goes when the engine is closed. */
export async function openTrinoTables(tables: SuiteModel['tables'], own: Partial<TrinoProfile> = {}): Promise<Engine> {
  const profile: TrinoProfile = {
    server: process.env.GRAINLINE_TEST_TRINO ?? 'http://127.0.0.1:21080',
    catalog: process.env.GRAINLINE_TEST_TRINO_CATALOG ?? 'hive',
    schema: `cases_${randomBytes(6).toString('hex')}`,
    user: 'lab',
    ...own,
  };
  const setup = openTrinoSetup(profile);
  const drop = async (): Promise<void> => {
    await setup.run(`DROP SCHEMA IF EXISTS ${quoteName(profile.schema)} CASCADE`);
    setup.close();
  };
  try {
    await setup.run(`CREATE SCHEMA ${quoteName(profile.schema)}`);
    for (const [name, table] of Object.entries(tables))
      for (const statement of tableStatements(name, table)) await setup.run(statement);
    const engine = await openTrino(profile);
    return {
      name: engine.name,
      run: (...args) => engine.run(...args),
      stream: (...args) => engine.stream(...args),
      versionsOf: (asked) => engine.versionsOf(asked),
      close: async () => {
        await engine.close();
        await drop();
      },
    };
  } catch (error) {
    await drop().catch(() => {});
    throw error;
  }
}

/** A statement has at most a million characters. */
const ROWS_AT_ONCE = 1_000;

/** Connectors differ in what a statement may do: these are the two that all of them take. */
function tableStatements(name: string, { columns, rows }: SuiteTable): string[] {
  const table = quoteName(name);
  const types = columns.map(([, type]) => typeIn(type as DataType));
  const statements = [
    `CREATE TABLE ${table} (${columns.map(([column], at) => `${quoteName(column)} ${types[at]}`).join(', ')})`,
  ];
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const values = rows.slice(from, from + ROWS_AT_ONCE).map((row) => {
      const cells = columns.map(([, type], at) => {
        const value = row[at] ?? null;
        const literal = writeLiteral(typeof value === 'number' ? String(value) : value, type as DataType, trino);
        return `CAST(${literal} AS ${types[at]})`;
      });
      return `(${cells.join(', ')})`;
    });
    statements.push(`INSERT INTO ${table} VALUES ${values.join(', ')}`);
  }
  return statements;
}

const typeIn = (type: DataType): string => (type === 'integer' ? 'INTEGER' : trino.type(type));
