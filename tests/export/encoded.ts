import type { Cell } from '../../src/engine/engine.js';
import type { Format } from '../../src/export/format.js';
import type { DataType } from '../../src/expressions/data-type.js';
import type { ColumnHead } from '../../src/result/shape.js';

/** A column of an export by its name, type and cells. */
export type Column = readonly [name: string, type: DataType, cells: readonly Cell[]];

const headOf = ([name, type]: Column): ColumnHead => ({
  name,
  type,
  role: 'DIMENSION',
  unit: null,
  format: null,
  approximate: false,
  from: name,
});

/** These columns in a format, in parts of so many rows. */
export function encoded(format: Format, columns: readonly Column[], { rows = 2, guardFormulas = true } = {}): Buffer {
  const { head, part, tail } = format.encode(columns.map(headOf), { guardFormulas });
  const all: Uint8Array[] = [head()];
  const count = columns[0]?.[2].length ?? 0;
  for (let at = 0; at < count; at += rows)
    all.push(
      part({ values: columns.map(([, , cells]) => cells.slice(at, at + rows)), rowCount: Math.min(rows, count - at) }),
    );
  return Buffer.concat([...all, tail()]);
}
