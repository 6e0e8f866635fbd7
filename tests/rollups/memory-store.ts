import type { RunSetup } from '../../src/engine/duckdb/duckdb-engine.js';
import type { Model } from '../../src/model/model.js';
import type { RollupState } from '../../src/rollups/state.js';
import { selectOf } from '../../src/rollups/statement.js';
import type { Build, RollupStore, Written } from '../../src/rollups/store.js';
import { duckdb } from '../../src/sql/dialects/duckdb.js';

/** Rollups as tables of a database in memory, one after the other. */
export class MemoryStore implements RollupStore {
  readonly sketches = false;
  private readonly built = new Map<string, RollupState>();
  private made: string[] = [];

  constructor(
    private readonly model: Model,
    private readonly run: RunSetup,
  ) {}

  async states(): Promise<ReadonlyMap<string, RollupState>> {
    return this.built;
  }

  newTable(): string {
    return `rollup_${this.made.length + 1}`;
  }

  async lock(): Promise<() => Promise<void>> {
    return async () => {};
  }

  async write({ holding, table, scope }: Build): Promise<Written> {
    this.made.push(table);
    await this.run(`CREATE TABLE "${table}" AS ${selectOf(this.model, holding, scope, duckdb)}`);
    return { partitions: [], bytes: 0 };
  }

  async publish(state: RollupState): Promise<void> {
    this.built.set(state.rollup, state);
  }

  async sweep(): Promise<void> {}

  async close(): Promise<void> {
    for (const table of this.made) await this.run(`DROP TABLE "${table}"`);
    this.made = [];
  }
}
