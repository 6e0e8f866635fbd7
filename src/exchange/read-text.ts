import { readFileSync, statSync } from 'node:fs';
import { ProblemError, refuse } from '../problems/problem.js';

/** Larger files are no definitions that people exchange. */
const MOST_BYTES = 64 * 1024 * 1024;

/** @throws UNREADABLE_FILE where it is no file of UTF-8 */
export function readText(file: string): string {
  const at = { file, line: 1, column: 1 };
  try {
    const stat = statSync(file);
    if (!stat.isFile()) return refuse({ code: 'UNREADABLE_FILE', message: 'It is not a file.', at });
    if (stat.size > MOST_BYTES)
      return refuse({ code: 'UNREADABLE_FILE', message: `The file has more than ${MOST_BYTES} bytes.`, at });
    return new TextDecoder('utf8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    const message = (error as Error).name === 'TypeError' ? 'The file is not UTF-8.' : (error as Error).message;
    return refuse({ code: 'UNREADABLE_FILE', message, at });
  }
}
