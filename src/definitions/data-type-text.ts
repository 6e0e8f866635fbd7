import { z } from 'zod';
import { type DataType, readDataType, SKETCH_TYPES } from '../expressions/data-type.js';
import { didYouMean } from '../problems/did-you-mean.js';
import type { Located } from '../problems/problem.js';
import type { Reading } from './reading.js';
import { offered } from './snippet.js';
import type { ScalarTree } from './tree.js';

const TYPES = ['integer', 'bigint', 'double', 'decimal(12,2)', 'text', 'boolean', 'date', 'timestamp'];
const COLUMN_TYPES = [...TYPES, ...SKETCH_TYPES];

/** As `readDataType` takes them: in any case, and with spaces. */
const patternOf = (names: readonly string[]): string => {
  const anyCase = (name: string) => name.replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
  const numbers = /\(.*\)$/;
  const forms = names.map((name) => anyCase(name.replace(numbers, '')) + (numbers.test(name) ? NUMBERS : ''));
  return `^\\s*(?:${forms.join('|')})\\s*$`;
};
const NUMBERS = '\\s*\\(\\s*\\d+\\s*,\\s*\\d+\\s*\\)';

export const dataTypeShape = z.string().meta({
  id: 'DataType',
  title: 'Type',
  description: 'integer, bigint, double, decimal(p,s), text, boolean, date or timestamp.',
  ...offered(TYPES),
  pattern: patternOf(TYPES),
  patternErrorMessage: `Types are ${TYPES.join(', ')}.`,
});

export const columnTypeShape = z.string().meta({
  id: 'ColumnType',
  title: 'Type of a column',
  description:
    'integer, bigint, double, decimal(p,s), text, boolean, date or timestamp; hll or tdigest where it holds sketches.',
  ...offered(COLUMN_TYPES),
  pattern: patternOf(COLUMN_TYPES),
  patternErrorMessage: `Types are ${COLUMN_TYPES.join(', ')}.`,
});

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
  hyperloglog: 'hll',
};

/** The type of values, such as a dimension has. */
export const readType = (reading: Reading, tree: ScalarTree, what: string): Located<DataType> | undefined =>
  readTypeAmong(reading, tree, what, TYPES, readDataType);

/** The type of a table's column: that of values, or of sketches. */
export const readColumnType = (reading: Reading, tree: ScalarTree, what: string): Located<DataType> | undefined =>
  readTypeAmong(
    reading,
    tree,
    what,
    COLUMN_TYPES,
    (text) => SKETCH_TYPES.find((type) => type === text.toLowerCase()) ?? readDataType(text),
  );

function readTypeAmong(
  reading: Reading,
  tree: ScalarTree,
  what: string,
  types: readonly string[],
  typeOf: (text: string) => DataType | undefined,
): Located<DataType> | undefined {
  const type = typeOf(tree.text);
  if (type !== undefined) return { value: type, at: reading.place(tree.start) };
  const synonym = SYNONYMS[tree.text.toLowerCase().replace(/\(.*/, '').trim()];
  const hint =
    synonym && (types.includes(synonym) || synonym === 'decimal(p,s)')
      ? `Write ${synonym}.`
      : (didYouMean(tree.text, types) ?? `Types are ${types.join(', ')}.`);
  return reading.refuse('INVALID_DEFINITION', tree.start, `${what} has the unknown type "${tree.text}".`, hint);
}
