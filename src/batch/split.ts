import type { Cell, ResultColumn, Rows } from '../engine/engine.js';
import { SET } from './aggregate-sets.js';
import type { Part } from './combine.js';

/** The rows of one tile, in its own order. @param columns the tile's */
export function split(rows: Rows, part: Part, columns: readonly ResultColumn[]): Rows {
  const cellsOf = (name: string): readonly Cell[] =>
    rows.values[rows.columns.findIndex((column) => column.name === name)] ?? [];
  const [sets, places] = [cellsOf(SET), cellsOf(part.place)];
  const end = part.limit === null ? Number.POSITIVE_INFINITY : part.offset + part.limit;
  const mine: { readonly row: number; readonly place: number }[] = [];
  for (let row = 0; row < rows.rowCount; row += 1) {
    const place = places[row];
    if (sets[row] === part.set && typeof place === 'number' && place > part.offset && place <= end)
      mine.push({ row, place });
  }
  mine.sort((a, b) => a.place - b.place);
  return {
    columns,
    values: part.columns.map((name) => {
      const cells = cellsOf(name);
      return mine.map(({ row }) => cells[row] ?? null);
    }),
    rowCount: mine.length,
    statistics: rows.statistics,
  };
}
