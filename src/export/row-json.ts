import type { Cell } from '../engine/engine.js';
import type { ColumnHead } from '../result/shape.js';
import type { Part } from './format.js';

/**
 * Rows as JSON objects, the same that `rows` of the API has: BIGINT, DECIMAL and times are texts. A column's key is
 * written once for all rows.
 */
export function rowJson(columns: readonly ColumnHead[]): (part: Part, row: number) => string {
  const keys = columns.map(({ name }, at) => `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  return ({ values }, row) => {
    let text = '';
    for (let at = 0; at < keys.length; at++) text += keys[at] + jsonOf(values[at]?.[row] ?? null);
    return `${text}}`;
  };
}

const jsonOf = (cell: Cell): string => (typeof cell === 'string' ? JSON.stringify(cell) : String(cell));
