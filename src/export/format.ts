import type { Cell } from '../engine/engine.js';
import type { ColumnHead } from '../result/shape.js';

/** What goes to the file or the wire. */
export type Bytes = Uint8Array;

export interface ExportOptions {
  /** Whether texts that a spreadsheet would take for a formula are marked as text. */
  readonly guardFormulas: boolean;
}

/** Rows of an export by column, as an engine gave them in one part. */
export interface Part {
  readonly values: readonly (readonly Cell[])[];
  readonly rowCount: number;
}

/** Turns rows into the bytes of one format, part by part; it remembers nothing of what it has given away. */
export interface Encoder {
  /** Comes before all rows, also where there are none. */
  readonly head: () => Bytes;
  /** @throws VALUE_NOT_CONVERTIBLE, NUMBER_OUT_OF_RANGE for a value that the format cannot hold exactly */
  readonly part: (part: Part) => Bytes;
  readonly tail: () => Bytes;
}

export interface Format {
  readonly mediaType: string;
  readonly encode: (columns: readonly ColumnHead[], options: ExportOptions) => Encoder;
}
