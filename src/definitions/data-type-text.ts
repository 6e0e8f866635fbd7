import { z } from 'zod';
import { type DataType, readDataType } from '../expressions/data-type.js';
import { didYouMean } from '../problems/did-you-mean.js';
import type { Located } from '../problems/problem.js';
import type { Reading } from './reading.js';
import type { ScalarTree } from './tree.js';

export const dataTypeShape = z.string().meta({
  id: 'DataType',
  title: 'Type',
  description: 'integer, bigint, double, decimal(p,s), text, boolean, date or timestamp.',
  examples: ['integer', 'bigint', 'double', 'decimal(12,2)', 'text', 'boolean', 'date', 'timestamp'],
});

const TYPES = ['integer', 'bigint', 'double', 'decimal(12,2)', 'text', 'boolean', 'date', 'timestamp'];

/** What other systems call our types. */
const SYNONYMS: Record<string, string> = {
  int: 'integer',
  int4: 'integer',
  smallint: 'integer',
  tinyint: 'integer',
  int8: 'bigint',
  long: 'bigint',
  float: 'double',
  real: 'double',
  'double precision': 'double',
  number: 'decimal(p,s)',
  numeric: 'decimal(p,s)',
  decimal: 'decimal(p,s)',
  varchar: 'text',
  char: 'text',
  string: 'text',
  bool: 'boolean',
  datetime: 'timestamp',
  timestamptz: 'timestamp',
};

export function readType(reading: Reading, tree: ScalarTree, what: string): Located<DataType> | undefined {
  const type = readDataType(tree.text);
  if (type !== undefined) return { value: type, at: reading.place(tree.start) };
  const synonym = SYNONYMS[tree.text.toLowerCase().replace(/\(.*/, '').trim()];
  const hint = synonym ? `Write ${synonym}.` : (didYouMean(tree.text, TYPES) ?? `Types are ${TYPES.join(', ')}.`);
  return reading.refuse('INVALID_DEFINITION', tree.start, `${what} has the unknown type "${tree.text}".`, hint);
}
