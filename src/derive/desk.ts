import { type MemoryDuckdb, openMemoryDuckdb, type RunSetup } from '../engine/duckdb/duckdb-engine.js';
import type { Rows } from '../engine/engine.js';
import { ansi } from '../sql/dialects/ansi.js';
import type { Statement } from '../sql/statement.js';

/** Where kept rows are reckoned with: tables in the server's own memory, opened when the first is laid there. */
export class Desk {
  private opened: Promise<MemoryDuckdb> | undefined;
  private readonly changes = new Set<Promise<void>>();
  private closed = false;

  /** A table whose columns are `c1`, `c2`, … in the order of the rows. */
  async lay(table: string, { columns, values }: Rows): Promise<void> {
    const each = columns.map(
      ({ type }, at) => `CAST(unnest(from_json($${at + 1}, '["VARCHAR"]')) AS ${ansi.type(type)}) AS ${columnName(at)}`,
    );
    await this.change((run) =>
      run(
        `CREATE TABLE ${SCHEMA}.${table} AS SELECT ${each.join(', ')}`,
        values.map((cells) => JSON.stringify(cells)),
      ),
    );
  }

  async clear(table: string): Promise<void> {
    await this.change((run) => run(`DROP TABLE IF EXISTS ${SCHEMA}.${table}`));
  }

  async run(statement: Statement, signal: AbortSignal): Promise<Rows> {
    return (await this.open()).run(statement, signal);
  }

  /** Waits for what is being laid or cleared; nothing is any more. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled(this.changes);
    await (await this.opened)?.close();
  }

  private async change(setup: (run: RunSetup) => Promise<void>): Promise<void> {
    if (this.closed) return;
    const change = this.open().then((desk) => desk.change(setup));
    this.changes.add(change);
    await change.finally(() => this.changes.delete(change));
  }

  private open(): Promise<MemoryDuckdb> {
    this.opened ??= openMemoryDuckdb((run) => run(`CREATE SCHEMA ${SCHEMA}`), { threads: 1, maxQueries: 2 });
    return this.opened;
  }
}

const SCHEMA = 'kept';
export const tableName = (table: string): string => `${SCHEMA}.${table}`;
export const columnName = (at: number): string => `c${at + 1}`;
