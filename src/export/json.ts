import type { Format } from './format.js';
import { rowJson } from './row-json.js';

/** One array of objects, a row in each line. */
export const json: Format = {
  mediaType: 'application/json; charset=utf-8',
  encode: (columns) => {
    const rowOf = rowJson(columns);
    let before = '\n';
    return {
      head: () => Buffer.from('['),
      part: (part) => {
        let lines = '';
        for (let row = 0; row < part.rowCount; row++) {
          lines += before + rowOf(part, row);
          before = ',\n';
        }
        return Buffer.from(lines);
      },
      tail: () => Buffer.from('\n]\n'),
    };
  },
};
