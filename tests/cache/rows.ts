import { USUAL_LIFETIME } from '../../src/cache/lifetimes.js';
import type { Wanted } from '../../src/cache/result-cache.js';
import type { Cell, Rows } from '../../src/engine/engine.js';

/** One column of these cells. */
export const rowsOf = (...cells: Cell[]): Rows => ({
  columns: [{ name: 'a', type: 'text' }],
  values: [cells],
  rowCount: cells.length,
});

/** Rows under a key, whose tables tell their versions. */
export const wanted = (key: string, other: Partial<Wanted> = {}): Wanted => ({
  ...{ key, question: key, seenAt: Date.now(), lifetime: USUAL_LIFETIME, closed: false },
  maxAge: Number.POSITIVE_INFINITY,
  ...other,
});
