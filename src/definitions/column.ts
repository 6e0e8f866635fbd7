import { z } from 'zod';
import type { DataType } from '../expressions/data-type.js';
import type { Located } from '../problems/problem.js';
import { columnTypeShape, readColumnType } from './data-type-text.js';
import type { DimensionDefinition } from './definitions.js';
import { describedKeys, readDescribed } from './described.js';
import { wordShape } from './expression-shape.js';
import type { Reading } from './reading.js';
import { type Entry, get, isTrueUnder, type MapTree, type ScalarTree, textsUnder } from './tree.js';

/** What a dimension tells of itself, whether it stands under `columns:` or `dimensions:`. */
export const memberKeys = {
  ...describedKeys,
  values: z
    .array(wordShape)
    .nullish()
    .meta({ title: 'Values', description: 'All members it can have, in the order to show.' }),
  hidden: z.boolean().optional().meta({ title: 'Hidden', description: 'true where people shall not group by it.' }),
};

const describedColumnShape = z
  .strictObject({ type: columnTypeShape, ...memberKeys })
  .meta({ title: 'Column', description: 'A column that is also described as a dimension.' });

export const columnShape = z
  .union([columnTypeShape, describedColumnShape], { error: 'must be a type, or {type, description, …}' })
  .meta({ id: 'Column', title: 'Column', description: 'The type of a column, or {type, description, …}.' });

export interface ReadColumn {
  readonly name: Located<string>;
  readonly type: Located<DataType>;
  /** There where the column is more than its type. */
  readonly dimension?: DimensionDefinition | undefined;
}

export function readColumn(reading: Reading, entry: Entry, columns: MapTree): ReadColumn | undefined {
  const what = `Column "${entry.key}"`;
  if (!reading.isColumnName(entry.key, entry.start, 'A column', columns)) return undefined;
  if (reading.check(columnShape, entry.value, what, entry.start).size > 0) return undefined;
  const name = reading.locatedKey(entry);
  const isDescribed = entry.value.kind === 'map';
  const type = readColumnType(reading, (isDescribed ? get(entry.value, 'type') : entry.value) as ScalarTree, what);
  if (type === undefined) return undefined;
  return { name, type, dimension: isDescribed ? readMember(name, entry) : undefined };
}

export const readMember = (name: Located<string>, { value }: Entry): DimensionDefinition => ({
  ...readDescribed(value),
  name,
  values: textsUnder(value, 'values'),
  hidden: isTrueUnder(value, 'hidden'),
});
