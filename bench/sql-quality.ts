import { DuckDBInstance } from '@duckdb/node-api';
import { openDuckdb } from '../src/engine/duckdb/duckdb-engine.js';
import { findTables } from '../src/engine/duckdb/tables.js';
import type { Engine, Rows, Statement } from '../src/engine/engine.js';
import { compileProject } from '../src/server/compile.js';
import { serve } from '../tests/builders/serve.js';
import { differenceOf } from './equal-rows.js';
import { sideBySide } from './measure.js';
import type { Question } from './questions.js';
import { recording } from './recording.js';
import { type Measured, sides } from './report.js';

export interface SqlProject {
  readonly name: string;
  /** Of the definitions, and of the tables. */
  readonly folder: string;
  readonly data: string;
  readonly questions: readonly Question[];
}

const ROUNDS = 9;
export const SQL_BAR = 1.1;

/**
 * Engine CPU of the SQL that is generated over that of the SQL written by hand. Both run through the same engine, on
 * one thread, and must give the same rows.
 */
export async function sqlQuality(
  project: SqlProject,
  onResult: (sql: GeneratedSql) => void,
): Promise<readonly Measured[]> {
  const { model, problems } = compileProject(project.folder, `${project.folder}/metrics`);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const engine = recording(await openDuckdb({ data: [project.data], threads: 1 }));
  const served = await serve(model, engine);
  const measured: Measured[] = [];
  try {
    for (const { name, graphql, variables, sql } of project.questions) {
      const { data, errors } = await served.ask(graphql, variables);
      const [answer] = Object.values(data ?? {}) as { readonly columns: readonly { readonly name: string }[] }[];
      const last = engine.last();
      if (errors !== undefined || answer === undefined || last === null)
        throw new Error(`${name}: ${JSON.stringify(errors)}`);
      const ours = {
        ...last,
        columns: last.columns.map((column, at) => ({ ...column, name: answer.columns[at]?.name ?? '' })),
      };
      const theirs = await byHand(project.data, sql, ours);
      const difference = differenceOf(await run(engine, ours), await run(engine, theirs));
      const { ratio, ...cpu } = await sideBySide(
        ROUNDS,
        () => run(engine, ours),
        () => run(engine, theirs),
      );
      measured.push({
        what: `${project.name} ${name}`,
        value: ratio,
        unit: 'x',
        bar: SQL_BAR,
        ...sides(cpu.ours, cpu.theirs, 'ms'),
        ...(difference !== null && { note: `OTHER ROWS: ${difference}` }),
      });
      onResult({ name, ratio, ours, theirs });
    }
  } finally {
    await served.close();
  }
  return measured;
}

export interface GeneratedSql {
  readonly name: string;
  readonly ratio: number;
  readonly ours: Statement;
  readonly theirs: Statement;
}

const run = (engine: Engine, statement: Statement): Promise<Rows> =>
  engine.run(statement, new AbortController().signal);

/** The names of a query's columns, in its own order, from the tables of a folder. */
async function columnNames(data: string, sql: string): Promise<readonly string[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    for (const [key, { path }] of findTables([data])) {
      const [schema = 'main', table = ''] = key.split('.');
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
      await connection.run(`CREATE VIEW ${schema}.${table} AS FROM '${path.replaceAll("'", "''")}'`);
    }
    return (await connection.runAndReadAll(`DESCRIBE ${sql}`)).getRowsJson().map(([name]) => String(name));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Its columns may stand in another order than ours: each has the type of ours of that name. */
async function byHand(data: string, sql: string, ours: Statement): Promise<Statement> {
  const text = sql.trim().replace(/;$/, '');
  const typeOf = (name: string) => ours.columns.find((column) => column.name === name)?.type ?? 'text';
  const columns = (await columnNames(data, text)).map((name) => ({ name, type: typeOf(name) }));
  return { text, parameters: [], columns };
}
