import type { Cell, ResultColumn, Rows } from './engine.js';

/** Parts that came one after another as one. */
export function joinParts(columns: readonly ResultColumn[], parts: readonly Rows[]): Rows {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  return {
    columns,
    values: columns.map((_, index) => ([] as Cell[]).concat(...parts.map(({ values }) => values[index] ?? []))),
    rowCount: parts.reduce((rows, part) => rows + part.rowCount, 0),
  };
}
