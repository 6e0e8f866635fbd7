/**
 * The types of columns, dimensions and metrics, the same on every engine. `timestamp` is a UTC instant without a zone,
 * microseconds exact; counts are `integer`, since no count passes 2^53.
 */
export type DataType =
  | 'integer'
  | 'bigint'
  | 'double'
  | 'text'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | `decimal(${number},${number})`
  | SketchType;

/** Columns of small summaries that aggregates merge: of distinct values (HyperLogLog), of a distribution (t-digest). */
export type SketchType = 'hll' | 'tdigest';

export const SKETCH_TYPES: readonly SketchType[] = ['hll', 'tdigest'];

const DECIMAL = /^decimal\((\d+),(\d+)\)$/;

export const isDecimal = (type: DataType): boolean => type.startsWith('decimal');

export const isNumeric = (type: DataType): boolean =>
  type === 'integer' || type === 'bigint' || type === 'double' || isDecimal(type);

export const isSketch = (type: DataType): type is SketchType => type === 'hll' || type === 'tdigest';

export const isTemporal = (type: DataType): boolean => type === 'date' || type === 'timestamp';

/** Digits and scale of an exact number type; integers have scale 0. */
export function digitsOf(type: DataType): { readonly precision: number; readonly scale: number } | undefined {
  if (type === 'integer') return { precision: 10, scale: 0 };
  if (type === 'bigint') return { precision: 19, scale: 0 };
  const match = DECIMAL.exec(type);
  return match ? { precision: Number(match[1]), scale: Number(match[2]) } : undefined;
}

/** `decimal(p,s)` within the 38 digits that every engine has. */
export const decimal = (precision: number, scale: number): DataType =>
  `decimal(${Math.min(38, precision)},${Math.min(38, scale)})`;

/** Reads the type of a value as definitions write it (`DECIMAL(12, 2)`, `text`); undefined where it is none. */
export function readDataType(text: string): DataType | undefined {
  const name = text.toLowerCase().replace(/\s+/g, '');
  const match = DECIMAL.exec(name);
  if (match) {
    const [precision, scale] = [Number(match[1]), Number(match[2])];
    return precision >= 1 && precision <= 38 && scale <= precision ? decimal(precision, scale) : undefined;
  }
  switch (name) {
    case 'integer':
    case 'bigint':
    case 'double':
    case 'text':
    case 'boolean':
    case 'date':
    case 'timestamp':
      return name;
    default:
      return undefined;
  }
}
