import type { Cell } from '../../engine/engine.js';
import { cellText } from '../output/table.js';
import type { BeforeAfter } from './numbers.js';

/** Sums of doubles come out a little differently each time, as threads add them in another order. */
const NOISE = 1e-9;

/** 10.50 is 10.5; doubles are the same where only the order of adding parts them. */
export function isSameValue(a: Cell, b: Cell): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a === 'boolean' || typeof b === 'boolean') return false;
  if (typeof a === 'string' && typeof b === 'string') return shortest(a) === shortest(b);
  const [x, y] = [Number(a), Number(b)];
  return Math.abs(x - y) <= NOISE * Math.max(Math.abs(x), Math.abs(y));
}

const shortest = (text: string): string => (/^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text);

/** How far apart two values are; a value that is there on one side alone counts in full. */
export function difference(before: Cell, after: Cell): number {
  const distance = Math.abs(numberOf(after) - numberOf(before));
  return Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance;
}

const numberOf = (cell: Cell): number => (cell === null ? 0 : Number(cell));

/** `+5.3 %`, `same`, `new`, `gone`; nothing where it cannot be said as a share. */
export function changeText({ before, after }: BeforeAfter): string {
  if (isSameValue(before, after)) return 'same';
  if (before === null) return 'new';
  if (after === null) return 'gone';
  const share = (Number(after) - Number(before)) / Math.abs(Number(before));
  if (!Number.isFinite(share)) return '';
  const percent = 100 * share;
  const shown = Math.abs(percent) < 0.1 ? percent.toPrecision(1) : percent.toFixed(1);
  return `${share > 0 ? '+' : ''}${shown} %`;
}

/** Doubles are shown with six digits; everything else as it came. */
export const valueText = (cell: Cell): string =>
  typeof cell === 'number' && !Number.isInteger(cell) ? String(Number(cell.toPrecision(6))) : cellText(cell);
