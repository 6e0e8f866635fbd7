import type { Cell } from '../engine/engine.js';
import { all, any, call, equals, FALSE, isNotNull, isNull, type Scalar, value } from '../expressions/scalar.js';
import { refuse } from '../problems/problem.js';
import { fingerprintOf } from './fingerprint.js';
import type { PlanNode, SortKey } from './plan.js';

/** Says where a page ended by the values of its order keys, so that rows added before it neither repeat nor skip. */
interface CursorText {
  /** Fingerprint of the question and its order: a cursor is for one question. */
  readonly q: string;
  readonly v: readonly Cell[];
}

export const questionOf = (unpaged: PlanNode, keys: readonly SortKey[]): string =>
  fingerprintOf({ kind: 'sort', input: unpaged, by: keys, limit: null, offset: 0 }).slice(0, 16);

export const encodeCursor = (question: string, values: readonly Cell[]): string =>
  Buffer.from(JSON.stringify({ q: question, v: values } satisfies CursorText)).toString('base64url');

/** The rows after a cursor, in the order of the keys. */
export function afterCursor(text: string, unpaged: PlanNode, keys: readonly SortKey[]): Scalar {
  const cursor = decode(text);
  if (cursor === undefined || cursor.v.length !== keys.length)
    return refuse({
      code: 'INVALID_CURSOR',
      path: 'after',
      message: 'This is not a cursor of ours.',
      hint: 'Use the endCursor of an earlier page as it is.',
    });
  if (cursor.q !== questionOf(unpaged, keys))
    return refuse({
      code: 'INVALID_CURSOR',
      path: 'after',
      message: 'The cursor belongs to another question.',
      hint: 'Keep everything but limit as it was, or ask the first page anew.',
    });
  const ways = keys.map((key, index) =>
    all([
      ...keys.slice(0, index).map((before, at) => same(before.value, cursor.v[at] ?? null)),
      later(key, cursor.v[index] ?? null),
    ]),
  );
  return any(ways);
}

function decode(text: string): CursorText | undefined {
  try {
    const found: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (
      typeof found !== 'object' ||
      found === null ||
      !('q' in found) ||
      !('v' in found) ||
      typeof found.q !== 'string' ||
      !Array.isArray(found.v)
    )
      return undefined;
    const plain = found.v.every((each) => each === null || ['string', 'number', 'boolean'].includes(typeof each));
    return plain ? { q: found.q, v: found.v } : undefined;
  } catch {
    return undefined;
  }
}

const bound = (of: Scalar, cell: string | number | boolean): Scalar =>
  value(typeof cell === 'number' ? String(cell) : cell, of.type);

const same = (of: Scalar, cell: Cell): Scalar => (cell === null ? isNull(of) : equals(of, bound(of, cell)));

function later({ value: of, direction, nulls }: SortKey, cell: Cell): Scalar {
  if (cell === null) return nulls === 'first' ? isNotNull(of) : FALSE;
  const beyond = call(direction === 'asc' ? '>' : '<', [of, bound(of, cell)], 'boolean');
  return nulls === 'last' ? any([beyond, isNull(of)]) : beyond;
}
