import type { Holding } from './holding.js';
import type { Scope } from './partitions.js';
import type { RollupState } from './state.js';

/** One build: a new table, beside the one that is in use until it is whole. */
export interface Build {
  readonly holding: Holding;
  /** As the engine names it. */
  readonly table: string;
  /** What is computed. */
  readonly scope: Scope;
  /** The build whose other partitions are taken over as they are; null where all are computed. */
  readonly before: RollupState | null;
}

export interface Written {
  readonly partitions: readonly { readonly key: string; readonly rows: number }[];
  readonly bytes: number;
}

export type OnStep = (done: number, of: number, what: string) => void;

/** Where an engine keeps rollups: their tables, and what is known of each. */
export interface RollupStore {
  /** Whether it keeps sketches. */
  readonly sketches: boolean;
  /** Rollups that were built, by name. */
  states(): Promise<ReadonlyMap<string, RollupState>>;
  /** A name that no table has. */
  newTable(holding: Holding): string;
  /** @returns what gives the right back. @throws ROLLUP_BUSY while somebody else builds it */
  lock(name: string, takeOver: boolean): Promise<() => Promise<void>>;
  write(build: Build, signal: AbortSignal, onStep: OnStep): Promise<Written>;
  /** From here on this is the build that is in use: readers see the one before, or this one. */
  publish(state: RollupState): Promise<void>;
  /** Removes what crashed or old builds of a rollup have left, but these. */
  sweep(holding: Holding, keep: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
