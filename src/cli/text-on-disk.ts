import { readFileSync } from 'node:fs';
import type { TextOf } from '../problems/print.js';

/** The text of a file as it is now; nothing where it cannot be read. */
export const textOnDisk: TextOf = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};
