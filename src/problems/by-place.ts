import type { Problem } from './problem.js';

/** Orders problems, and whatever else has a place, as a reader of the files meets them; those without a place come first. */
export function byPlace(a: Pick<Problem, 'at'>, b: Pick<Problem, 'at'>): number {
  const [x, y] = [a.at, b.at];
  if (x === undefined || y === undefined) return Number(x !== undefined) - Number(y !== undefined);
  if (x.file !== y.file) return x.file < y.file ? -1 : 1;
  return x.line - y.line || x.column - y.column;
}
