import { z } from 'zod';
import type { DataType } from '../expressions/data-type.js';
import type { Located } from '../problems/problem.js';
import { columnTypeShape, readColumnType } from './data-type-text.js';
import { columnNameShape } from './names.js';
import type { Reading } from './reading.js';
import type { Entry, MapTree, ScalarTree } from './tree.js';

/** A table that `sql:` reads and no dataset is made of: its columns with their types. */
export const ownTableShape = z
  .record(columnNameShape, columnTypeShape)
  .meta({ id: 'OwnTable', title: 'Table', description: 'Columns that sql: reads, with their types.' });

export interface OwnTable {
  readonly name: Located<string>;
  readonly columns: readonly { readonly name: Located<string>; readonly type: Located<DataType> }[];
}

export function readOwnTable(reading: Reading, entry: Entry): OwnTable | undefined {
  const what = `Table "${entry.key}"`;
  if (reading.check(ownTableShape, entry.value, what, entry.start).size > 0) return undefined;
  const table = entry.value as MapTree;
  const columns = [...table.entries.values()].flatMap((column) => {
    if (!reading.isColumnName(column.key, column.start, 'A column', table)) return [];
    const type = readColumnType(reading, column.value as ScalarTree, `Column "${column.key}"`);
    return type === undefined ? [] : [{ name: reading.locatedKey(column), type }];
  });
  return { name: reading.locatedKey(entry), columns };
}
