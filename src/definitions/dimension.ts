import { z } from 'zod';
import { memberKeys, readMember } from './column.js';
import { dataTypeShape, readType } from './data-type-text.js';
import type { DimensionDefinition } from './definitions.js';
import { expressionShape } from './expression-shape.js';
import type { Reading } from './reading.js';
import { type Entry, get, isNothing, type MapTree, type ScalarTree } from './tree.js';

export const dimensionShape = z
  .strictObject({
    expression: expressionShape
      .optional()
      .meta({ description: 'SQL over columns; without it the column of this name.' }),
    type: dataTypeShape.optional().meta({ description: 'Where it shall be another type than the expression has.' }),
    ...memberKeys,
  })
  .nullable()
  .meta({ id: 'Dimension', title: 'Dimension', description: 'Something to group and filter by.' });

export function readDimension(reading: Reading, entry: Entry, dimensions: MapTree): DimensionDefinition | undefined {
  const what = `Dimension "${entry.key}"`;
  const isNamed = reading.isColumnName(entry.key, entry.start, 'A dimension', dimensions);
  const { value } = entry;
  if (value.kind === 'scalar' && !isNothing(value)) {
    const hint = `Write {expression: ${JSON.stringify(value.text)}}.`;
    return reading.refuse('INVALID_DEFINITION', value.start, `${what} must be a map of keys.`, hint);
  }
  if (reading.check(dimensionShape, value, what, entry.start).size > 0 || !isNamed) return undefined;
  const expression = get(value, 'expression');
  const type = get(value, 'type');
  return {
    ...readMember(reading.locatedKey(entry), entry),
    expression: expression && reading.expression(expression, what),
    type: type && readType(reading, type as ScalarTree, what),
  };
}
