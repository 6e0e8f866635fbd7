import type { TrinoProfile } from '../engine/trino/profile.js';
import { openTrinoSetup, type TrinoSetup } from '../engine/trino/trino-setup.js';
import type { Model } from '../model/model.js';
import { ProblemError } from '../problems/problem.js';
import { trino } from '../sql/dialects/trino.js';
import { quoteName, quoteText } from '../sql/literals.js';
import { busy, isGone, me, readHolder } from './lock-holder.js';
import { isTableOf, newTable } from './new-table.js';
import { isKept, PARTITION } from './partitions.js';
import { printState, type RollupState, readState } from './state.js';
import { selectOf } from './statement.js';
import type { Build, OnStep, RollupStore, Written } from './store.js';

/** One statement writes to a hundred partitions at most. */
const AT_ONCE = 90;

/**
 * Rollups as partitioned tables of a schema of their own. The view `<dataset>__<rollup>` shows the one that is in use;
 * what is known of it is the view's comment, so that both are replaced in one step of the metastore.
 */
export class TrinoStore implements RollupStore {
  readonly sketches = true;
  readonly newTable: RollupStore['newTable'] = (holding) => `${this.schema}.${newTable(holding)}`;
  private readonly setup: TrinoSetup;

  constructor(
    private readonly model: Model,
    private readonly profile: TrinoProfile,
    private readonly schema: string,
  ) {
    this.setup = openTrinoSetup({
      ...profile,
      sessionProperties: {
        // A write to many partitions asks for as many updates of statistics at once
        [`${profile.catalog}.collect_column_statistics_on_write`]: 'false',
        ...profile.sessionProperties,
      },
    });
  }

  async states(): Promise<ReadonlyMap<string, RollupState>> {
    const found = new Map<string, RollupState>();
    for (const { comment } of await this.comments()) {
      const state = readState(comment);
      if (state !== null) found.set(state.rollup, state);
    }
    return found;
  }

  /** A table that there can be only one of. */
  async lock(name: string, takeOver: boolean): Promise<() => Promise<void>> {
    await this.setup.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(this.schema)}`);
    const table = `${name.replace('.', '__')}__lock`;
    const release = (): Promise<void> => this.setup.run(`DROP TABLE IF EXISTS ${this.address(table)}`);
    if (takeOver) await release();
    for (let tries = 0; ; tries++) {
      try {
        const held = quoteText(JSON.stringify(me()));
        await this.setup.run(`CREATE TABLE ${this.address(table)} ("holder" VARCHAR) COMMENT ${held}`);
        return release;
      } catch (error) {
        const comment = (await this.comments()).find((each) => each.table === table)?.comment;
        if (comment === undefined) throw error;
        const holder = readHolder(comment);
        if (tries > 0 || holder === null || !isGone(holder)) throw busy(name, holder);
        await release();
      }
    }
  }

  async write(build: Build, signal: AbortSignal, onStep: OnStep): Promise<Written> {
    const { holding, table, scope, before } = build;
    const address = this.address(table.slice(this.schema.length + 1));
    const select = selectOf(this.model, holding, scope, trino);
    const columns = holding.columns.map(({ name }) => quoteName(name));
    const all = [...columns, quoteName(PARTITION)].join(', ');
    try {
      onStep(0, 1, 'partitions');
      const keys = await this.column(`SELECT DISTINCT ${quoteName(PARTITION)} FROM (${select}) AS "built"`);
      const kept = (before?.partitions ?? []).map(({ key }) => key).filter((key) => isKept(key, scope));
      const steps = [...chunks(kept), ...chunks(keys)].length + 1;
      let done = 0;
      const step = async (text: string): Promise<void> => {
        signal.throwIfAborted();
        await this.setup.run(text, signal);
        onStep(++done, steps, 'statements');
      };
      await step(
        `CREATE TABLE ${address} WITH (partitioned_by = ARRAY[${quoteText(PARTITION)}]) AS SELECT ${all} FROM (${select}) AS "built" WITH NO DATA`,
      );
      for (const some of chunks(kept))
        await step(
          `INSERT INTO ${address} SELECT ${all} FROM ${this.address(before?.table.slice(this.schema.length + 1) ?? '')} WHERE ${quoteName(PARTITION)} IN (${some.map(quoteText).join(', ')})`,
        );
      for (const some of chunks(keys))
        await step(
          `INSERT INTO ${address} SELECT ${all} FROM (${select}) AS "built" WHERE ${quoteName(PARTITION)} IN (${some.map(quoteText).join(', ')})`,
        );
      return { partitions: await this.partitionsOf(address), bytes: await this.bytesOf(address) };
    } catch (error) {
      await this.setup.run(`DROP TABLE IF EXISTS ${address}`).catch(() => {});
      throw error;
    }
  }

  async publish(state: RollupState): Promise<void> {
    const [view, table] = [state.rollup.replace('.', '__'), state.table.slice(this.schema.length + 1)];
    const columns = state.columns.map(({ name }) => quoteName(name)).join(', ');
    await this.setup.run(
      `CREATE OR REPLACE VIEW ${this.address(view)} COMMENT ${quoteText(printState(state))} AS SELECT ${columns} FROM ${this.address(table)}`,
    );
  }

  async sweep(holding: Build['holding'], keep: readonly string[]): Promise<void> {
    const tables = await this.column(
      `SELECT "table_name" FROM ${quoteName(this.profile.catalog)}."information_schema"."tables" WHERE "table_schema" = ${quoteText(this.schema)}`,
    );
    for (const name of tables)
      if (isTableOf(holding, name) && !keep.includes(`${this.schema}.${name}`))
        await this.setup.run(`DROP TABLE IF EXISTS ${this.address(name)}`);
  }

  async close(): Promise<void> {
    this.setup.close();
  }

  private address(table: string): string {
    return `${quoteName(this.schema)}.${quoteName(table)}`;
  }

  private async comments(): Promise<readonly { readonly table: string; readonly comment: string }[]> {
    const { values, rowCount } = await this.setup.ask({
      text: `SELECT "table_name", "comment" FROM "system"."metadata"."table_comments" WHERE "catalog_name" = ${quoteText(this.profile.catalog)} AND "schema_name" = ${quoteText(this.schema)} AND "comment" IS NOT NULL`,
      parameters: [],
      columns: ['table_name', 'comment'].map((name) => ({ name, type: 'text' as const })),
    });
    return Array.from({ length: rowCount }, (_, row) => ({
      table: String(values[0]?.[row]),
      comment: String(values[1]?.[row]),
    }));
  }

  private async column(text: string): Promise<readonly string[]> {
    const { values } = await this.setup.ask({ text, parameters: [], columns: [{ name: 'value', type: 'text' }] });
    return (values[0] ?? []).map(String);
  }

  private async partitionsOf(address: string): Promise<Written['partitions']> {
    const { values, rowCount } = await this.setup.ask({
      text: `SELECT ${quoteName(PARTITION)}, COUNT(*) FROM ${address} GROUP BY 1 ORDER BY 1`,
      parameters: [],
      columns: [
        { name: 'key', type: 'text' },
        { name: 'rows', type: 'integer' },
      ],
    });
    return Array.from({ length: rowCount }, (_, row) => ({
      key: String(values[0]?.[row]),
      rows: Number(values[1]?.[row]),
    }));
  }

  private async bytesOf(address: string): Promise<number> {
    const text = `SELECT CAST(COALESCE(SUM("bytes"), 0) AS VARCHAR) FROM (SELECT DISTINCT "$path", "$file_size" AS "bytes" FROM ${address}) AS "files"`;
    const [bytes] = await this.column(text).catch((error: unknown) => {
      if (error instanceof ProblemError) return ['0']; // a connector that does not tell its files
      throw error;
    });
    return Number(bytes ?? 0);
  }
}

function* chunked(keys: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < keys.length; at += AT_ONCE) yield keys.slice(at, at + AT_ONCE);
}
const chunks = (keys: readonly string[]): readonly (readonly string[])[] => [...chunked(keys)];
