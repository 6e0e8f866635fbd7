import { expect, test } from '@jest/globals';
import { parseExpression } from '../../src/expressions/parser.js';
import type { Syntax } from '../../src/expressions/syntax.js';
import { childrenOf } from '../../src/expressions/syntax-depth.js';

const namesIn = (node: Syntax): readonly string[] =>
  node.kind === 'name' ? [node.path.join('.')] : childrenOf(node).flatMap(namesIn);

test.each([
  { text: 'a LIKE b ESCAPE c', names: ['a', 'b', 'c'] },
  { text: 'PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY a) FILTER (WHERE b > c)', names: ['a', 'b', 'c'] },
  { text: 'CASE a WHEN b THEN c ELSE d END', names: ['a', 'b', 'c', 'd'] },
  { text: 'a BETWEEN b AND -c', names: ['a', 'b', 'c'] },
  { text: 'CAST(a AS text) IN (b, c) AND NOT d IS NULL', names: ['a', 'b', 'c', 'd'] },
])('every part of $text is walked', ({ text, names }) => {
  const parsed = parseExpression(text);
  expect('syntax' in parsed ? namesIn(parsed.syntax) : parsed.problem).toEqual(names);
});
