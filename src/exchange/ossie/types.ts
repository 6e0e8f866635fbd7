import { type DataType, isDecimal, isSketch } from '../../expressions/data-type.js';
import type { KnownType } from '../columns.js';
import type { OssieDataType } from './document.js';

/** Our type in Ossie's words; sketches are of no use outside. */
export function ossieType(type: DataType): OssieDataType {
  if (isDecimal(type)) return 'Decimal';
  if (isSketch(type)) return 'Opaque';
  return WORDS[type as keyof typeof WORDS];
}

const WORDS = {
  integer: 'Integer',
  bigint: 'Integer',
  double: 'Float',
  text: 'String',
  boolean: 'Boolean',
  date: 'Date',
  timestamp: 'DateTime',
} as const;

const NONE = 'there is no type for it here';

/** What Ossie's types are here. Widths and scales are not said there. */
const TYPES: Readonly<Record<OssieDataType, KnownType>> = {
  String: { type: 'text' },
  Integer: { type: 'bigint' },
  Float: { type: 'double' },
  Boolean: { type: 'boolean' },
  Date: { type: 'date' },
  DateTime: { type: 'timestamp' },
  Decimal: { likely: 'decimal(18,4)', unknown: 'Decimal says neither precision nor scale' },
  DateTimeTz: { likely: 'timestamp', unknown: 'DateTimeTz has a time zone, and is taken as UTC' },
  Time: { lost: `A Time: ${NONE}.` },
  Opaque: { lost: `It is Opaque: ${NONE}.` },
};

export const knownType = (datatype: OssieDataType | undefined): KnownType | undefined =>
  datatype === undefined ? undefined : TYPES[datatype];
