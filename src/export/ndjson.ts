import type { Format } from './format.js';
import { rowJson } from './row-json.js';

/** One JSON object in each line. */
export const ndjson: Format = {
  mediaType: 'application/x-ndjson; charset=utf-8',
  encode: (columns) => {
    const rowOf = rowJson(columns);
    return {
      head: () => Buffer.alloc(0),
      part: (part) => {
        let lines = '';
        for (let row = 0; row < part.rowCount; row++) lines += `${rowOf(part, row)}\n`;
        return Buffer.from(lines);
      },
      tail: () => Buffer.alloc(0),
    };
  },
};
