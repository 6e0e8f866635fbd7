import type { Cell, Rows } from '../../src/engine/engine.js';

/** One column of these cells. */
export const rowsOf = (...cells: Cell[]): Rows => ({
  columns: [{ name: 'a', type: 'text' }],
  values: [cells],
  rowCount: cells.length,
});
