import { Field, makeData, RecordBatch, RecordBatchStreamWriter, Schema, Struct, type TypeMap } from 'apache-arrow';
import type { Bytes, Format } from '../format.js';
import { columnWriter } from './columns.js';

/** Arrow's stream format: a schema, a record batch for each part, its end. */
export const arrow: Format = {
  mediaType: 'application/vnd.apache.arrow.stream',
  encode: (columns) => {
    const writers = columns.map(columnWriter);
    const schema = new Schema(writers.map(({ type }, at) => Field.new(columns[at]?.name ?? '', type, true)));
    const bytes = new PartWriter();
    return {
      head: () => {
        bytes.reset(undefined, schema);
        return bytes.taken();
      },
      part: ({ values, rowCount }) => {
        const children = writers.map(({ write }, at) => write(values[at] ?? [], rowCount));
        const rows = makeData({ type: new Struct(schema.fields), length: rowCount, nullCount: 0, children });
        bytes.write(new RecordBatch(schema, rows));
        return bytes.taken();
      },
      tail: () => {
        bytes.finish();
        return bytes.taken();
      },
    };
  },
};

/** A writer whose bytes are taken after each part: its own queue grows as fast as rows come. */
class PartWriter extends RecordBatchStreamWriter<TypeMap> {
  private written: Bytes[] = [];

  taken(): Bytes {
    const all = Buffer.concat(this.written);
    this.written = [];
    return all;
  }

  protected override _write(chunk: ArrayBufferView): this {
    if (this._started) {
      this.written.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      this._position += chunk.byteLength;
    }
    return this;
  }
}
