import {
  type DataType as ArrowType,
  Bool,
  type Data,
  DateDay,
  Decimal,
  Float64,
  Int64,
  makeData,
  TimestampMicrosecond,
  Utf8,
} from 'apache-arrow';
import type { Cell } from '../../engine/engine.js';
import { type DataType, digitsOf, isDecimal } from '../../expressions/data-type.js';
import type { ColumnHead } from '../../result/shape.js';
import { bigintOf, daysOf, doubleOf, microsOf, scaledOf } from './values.js';

/** Makes the cells of a part a column of Arrow. */
export interface ColumnWriter {
  readonly type: ArrowType;
  readonly write: (cells: readonly Cell[], rowCount: number) => Data;
}

/** Bits of the validity of some cells, lowest first; a bit is set where there is a value. */
function validityOf(cells: readonly Cell[]): { readonly nullCount: number; readonly nullBitmap: Uint8Array } {
  const nullBitmap = new Uint8Array((cells.length + 7) >> 3);
  let nullCount = 0;
  for (let row = 0; row < cells.length; row++) {
    if (cells[row] === null) nullCount += 1;
    else nullBitmap[row >> 3] = (nullBitmap[row >> 3] ?? 0) | (1 << (row & 7));
  }
  return { nullCount, nullBitmap };
}

/** A column of values of one width, each converted by itself. */
function fixed<A extends BigInt64Array | Float64Array | Int32Array>(
  type: ArrowType,
  arrayOf: new (length: number) => A,
  convert: (cell: string | number | boolean) => A[number],
): ColumnWriter {
  return {
    type,
    write: (cells, length) => {
      const data = new arrayOf(length);
      for (let row = 0; row < length; row++) {
        const cell = cells[row] ?? null;
        if (cell !== null) data[row] = convert(cell);
      }
      return makeData({ type, length, data, ...validityOf(cells) } as never);
    },
  };
}

const boolean = (): ColumnWriter => ({
  type: new Bool(),
  write: (cells, length) => {
    const data = new Uint8Array((length + 7) >> 3);
    for (let row = 0; row < length; row++)
      if (cells[row] === true) data[row >> 3] = (data[row >> 3] ?? 0) | (1 << (row & 7));
    return makeData({ type: new Bool(), length, data, ...validityOf(cells) });
  },
});

const text = (): ColumnWriter => ({
  type: new Utf8(),
  write: (cells, length) => {
    const valueOffsets = new Int32Array(length + 1);
    const texts: string[] = new Array(length);
    let end = 0;
    for (let row = 0; row < length; row++) {
      const cell = cells[row] ?? null;
      const value = cell === null ? '' : String(cell);
      texts[row] = value;
      end += Buffer.byteLength(value);
      valueOffsets[row + 1] = end;
    }
    return makeData({
      type: new Utf8(),
      length,
      valueOffsets,
      data: Buffer.from(texts.join('')),
      ...validityOf(cells),
    });
  },
});

/** 128 bits each, the low half first. */
function decimal(precision: number, scale: number): ColumnWriter {
  const type = new Decimal(scale, precision, 128);
  return {
    type,
    write: (cells, length) => {
      const halves = new BigInt64Array(2 * length);
      for (let row = 0; row < length; row++) {
        const cell = cells[row] ?? null;
        if (cell === null) continue;
        const value = scaledOf(String(cell), precision, scale);
        halves[2 * row] = BigInt.asIntN(64, value);
        halves[2 * row + 1] = value >> 64n;
      }
      return makeData({ type, length, data: new Uint32Array(halves.buffer), ...validityOf(cells) });
    },
  };
}

/** The column of Arrow that holds a type of ours without loss. */
export function columnWriter({ type }: Pick<ColumnHead, 'type'>): ColumnWriter {
  if (isDecimal(type)) {
    const { precision, scale } = digitsOf(type) ?? { precision: 38, scale: 0 };
    return decimal(precision, scale);
  }
  return WRITERS[type as keyof typeof WRITERS]();
}

const integer = (): ColumnWriter => fixed(new Int64(), BigInt64Array, bigintOf);

const WRITERS: Readonly<Record<Exclude<DataType, `decimal(${number},${number})`>, () => ColumnWriter>> = {
  integer,
  bigint: integer,
  double: () => fixed(new Float64(), Float64Array, doubleOf),
  boolean,
  date: () => fixed(new DateDay(), Int32Array, (cell) => daysOf(String(cell))),
  timestamp: () => fixed(new TimestampMicrosecond(), BigInt64Array, (cell) => microsOf(String(cell))),
  text,
  hll: text,
  tdigest: text,
};
