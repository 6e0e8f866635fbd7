import { expect } from '@jest/globals';
import type { Model } from '../../src/model/model.js';
import type { MetricQueryInput } from '../../src/request/query-input.js';
import { type Asked, openAsked } from './ask.js';
import { openByHand } from './by-hand.js';

/** A question, and the SQL that has its rows. */
export interface Case {
  readonly name: string;
  readonly ask: MetricQueryInput;
  readonly sql: string;
}

export interface AskedByHand extends Asked {
  /** The rows of both are the same, in whatever order. */
  readonly expectRows: (of: Omit<Case, 'name'>) => Promise<void>;
}

/** A model over tables, and a plain DuckDB with the same tables. */
export async function openAskedByHand(model: Model, tables: string): Promise<AskedByHand> {
  const asked = await openAsked(model, (run) => run(tables));
  const byHand = await openByHand(tables);
  return {
    ...asked,
    expectRows: async ({ ask, sql }) => {
      const expected = (await byHand.rows(sql)).map((row) => Object.values(row));
      expect(sorted(await asked.rows(ask))).toEqual(sorted(expected));
    },
    close: async () => {
      await asked.close();
      byHand.close();
    },
  };
}

const sorted = (rows: readonly (readonly unknown[])[]): readonly string[] =>
  rows.map((row) => JSON.stringify(row.map((cell) => (cell === null ? null : String(cell))))).sort();
