import type { Located } from '../problems/problem.js';
import type { ExpressionText } from './definitions.js';
import { expressionShape } from './expression-shape.js';
import type { Reading } from './reading.js';
import type { Entry, MapTree } from './tree.js';

interface Segment {
  readonly name: Located<string>;
  readonly where: ExpressionText;
}

export function readSegment(reading: Reading, entry: Entry, segments: MapTree): Segment | undefined {
  const what = `Segment "${entry.key}"`;
  const isNamed = reading.isName(entry.key, entry.start, 'A segment', segments);
  if (!isNamed || reading.check(expressionShape, entry.value, what, entry.start).size > 0) return undefined;
  const where = reading.expression(entry.value, what);
  return where && { name: reading.locatedKey(entry), where };
}
