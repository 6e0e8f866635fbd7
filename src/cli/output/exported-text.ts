import type { Format } from '../../export/format.js';
import type { Answer } from '../../result/result.js';

/** An answer in a format of exports that is text. */
export function exportedText(format: Format, { columns, rowCount }: Answer, guardFormulas = true): string {
  const heads = columns.map(({ values: _values, ...column }) => ({ ...column, from: column.name }));
  const { head, part, tail } = format.encode(heads, { guardFormulas });
  const rows = part({ values: columns.map(({ values }) => values), rowCount });
  return Buffer.concat([head(), rows, tail()]).toString();
}
