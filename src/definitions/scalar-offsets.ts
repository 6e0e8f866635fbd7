import type { ScalarTree } from './tree.js';

/**
 * The offset in the file of a character of a scalar's text: exact, but for quoted scalars of several lines:
 * there it is the start of the scalar.
 */
export function fileOffset(file: string, scalar: ScalarTree, offset: number): number {
  if (scalar.style === 'literal') return inLiteral(file, scalar, offset);
  const written = file.slice(scalar.start, scalar.end);
  if (scalar.style === 'folded') return inFolded(scalar, written, written.indexOf('\n') + 1, offset);
  if (scalar.style === 'plain' && written.includes('\n')) return inFolded(scalar, written, 0, offset);
  if (written.includes('\n')) return scalar.start;
  if (scalar.style === 'plain') return scalar.start + Math.min(offset, written.length);
  return scalar.start + inQuotes(written, scalar.style === 'double', offset);
}

/** `''` in single quotes, `\n` and `\u0041` in double ones are several characters for one. */
function inQuotes(written: string, escapes: boolean, offset: number): number {
  let at = 1;
  for (let passed = 0; passed < offset && at < written.length - 1; passed++) {
    if (escapes && written[at] === '\\') {
      const long = { x: 4, u: 6, U: 10 }[written[at + 1] ?? ''] ?? 2;
      const isPair = long === 10 && Number.parseInt(written.slice(at + 2, at + 10), 16) > 0xffff;
      if (isPair && ++passed >= offset) return at;
      at += long;
    } else {
      at += !escapes && written[at] === "'" ? 2 : 1;
    }
  }
  return Math.min(at, written.length - 1);
}

/** Folding changes white space alone: the characters between are counted. */
function inFolded(scalar: ScalarTree, written: string, from: number, offset: number): number {
  let left = scalar.text.slice(0, offset).replaceAll(/\s/g, '').length;
  let at = from;
  while (at < written.length && (left > 0 || /\s/.test(written[at] ?? ''))) if (!/\s/.test(written[at++] ?? '')) left--;
  return at < written.length ? scalar.start + at : scalar.start;
}

function inLiteral(file: string, scalar: ScalarTree, offset: number): number {
  const before = scalar.text.slice(0, Math.min(offset, scalar.text.trimEnd().length)).split('\n');
  const row = before.length - 1;
  const wanted = scalar.text.split('\n')[row] ?? '';
  let start = file.indexOf('\n', scalar.start) + 1;
  for (let skipped = 0; skipped < row; skipped++) {
    const next = file.indexOf('\n', start) + 1;
    if (next === 0) return scalar.start;
    start = next;
  }
  const end = file.indexOf('\n', start);
  const line = file.slice(start, end === -1 ? file.length : end).replace(/\r$/, '');
  if (!line.endsWith(wanted)) return scalar.start;
  return start + (line.length - wanted.length) + (before[row] ?? '').length;
}
