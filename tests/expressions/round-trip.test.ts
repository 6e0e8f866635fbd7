import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseExpression } from '../../src/expressions/parser.js';
import { printSyntax } from '../../src/expressions/print-syntax.js';
import type { Syntax } from '../../src/expressions/syntax.js';

type Bare = Record<string, unknown>;

const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/).map((text) => `fn_${text}`);
const anyName = fc.oneof(
  name,
  fc.string({ minLength: 1, maxLength: 6 }).filter((text) => !text.includes('\0')),
);
const text = fc.string({ maxLength: 8, unit: 'binary' }).filter((value) => !value.includes('\0'));
const number = fc.oneof(
  fc.nat().map(String),
  fc.tuple(fc.nat(999), fc.nat(999)).map(([whole, part]) => `${whole}.${part}`),
  fc.nat(99).map((exponent) => `1e${exponent}`),
);
const comparison = fc.constantFrom('=', '<>', '<', '<=', '>', '>=');
const arithmetic = fc.constantFrom('+', '-', '*', '/', '%', '||');

// biome-ignore-start lint/suspicious/noThenProperty: the word of CASE
const { tree } = fc.letrec<{ tree: Bare; leaf: Bare }>((tie) => {
  const sub = tie('tree');
  const negated = fc.boolean();
  const node = (kind: string, keys: Record<string, fc.Arbitrary<unknown>>) =>
    fc.record({ kind: fc.constant(kind), ...keys });
  return {
    leaf: fc.oneof(
      node('name', { path: fc.array(anyName, { minLength: 1, maxLength: 3 }) }),
      node('number', { text: number }),
      node('text', { value: text }),
      node('boolean', { value: fc.boolean() }),
      node('null', {}),
      node('date', { value: fc.constant('2024-02-29') }),
      node('timestamp', { value: fc.constant('2024-02-29 23:59:59.5') }),
    ),
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      tie('leaf'),
      node('unary', { operator: fc.constantFrom('-', 'not'), of: sub }),
      node('binary', {
        operator: fc.oneof(comparison, arithmetic, fc.constantFrom('and', 'or')),
        left: sub,
        right: sub,
      }),
      node('in', { of: sub, list: fc.array(sub, { minLength: 1, maxLength: 3 }), negated }),
      node('between', { of: sub, from: sub, to: sub, negated }),
      node('like', { of: sub, pattern: sub, negated }),
      node('like', { of: sub, pattern: sub, escape: sub, negated }),
      node('isNull', { of: sub, negated }),
      node('case', { branches: fc.array(fc.record({ when: sub, then: sub }), { minLength: 1, maxLength: 2 }) }),
      node('case', {
        of: sub,
        branches: fc.array(fc.record({ when: sub, then: sub }), { minLength: 1, maxLength: 2 }),
        otherwise: sub,
      }),
      node('cast', { of: sub, type: fc.constantFrom('text', 'decimal(12,2)') }),
      node('call', { name, args: fc.array(sub, { maxLength: 3 }), distinct: fc.constant(false) }),
      node('call', { name, args: fc.tuple(sub), distinct: fc.constant(true), where: sub }),
      node('call', { name, args: fc.tuple(sub), distinct: fc.constant(false), withinGroup: sub }),
      fc.constant({ kind: 'call', name: 'count', args: [{ kind: 'star' }], distinct: false }),
    ),
  };
});

// biome-ignore-end lint/suspicious/noThenProperty: the word of CASE

const quoted = (path: readonly string[]): string => path.map((step) => `"${step.replaceAll('"', '""')}"`).join('.');
const quote = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const list = (nodes: readonly Syntax[]): string => nodes.map(print).join(', ');

/** Every operand in parentheses, so that no precedence is needed to read it back. */
function print(node: Syntax): string {
  const p = (inner: Syntax): string => `(${print(inner)})`;
  const not = 'negated' in node && node.negated ? ' NOT' : '';
  switch (node.kind) {
    case 'name':
      return quoted(node.path);
    case 'number':
      return node.text;
    case 'text':
      return quote(node.value);
    case 'boolean':
      return String(node.value);
    case 'null':
      return 'NULL';
    case 'star':
      return '*';
    case 'date':
    case 'timestamp':
      return `${node.kind} '${node.value}'`;
    case 'unary':
      return `${node.operator} ${p(node.of)}`;
    case 'binary':
      return `${p(node.left)} ${node.operator} ${p(node.right)}`;
    case 'in':
      return `${p(node.of)}${not} IN (${list(node.list)})`;
    case 'between':
      return `${p(node.of)}${not} BETWEEN ${p(node.from)} AND ${p(node.to)}`;
    case 'like':
      return `${p(node.of)}${not} LIKE ${p(node.pattern)}${node.escape ? ` ESCAPE ${p(node.escape)}` : ''}`;
    case 'isNull':
      return `${p(node.of)} IS${not} NULL`;
    case 'case': {
      const branches = node.branches.map(({ when, then }) => ` WHEN ${p(when)} THEN ${p(then)}`).join('');
      return `CASE ${node.of ? p(node.of) : ''}${branches}${node.otherwise ? ` ELSE ${p(node.otherwise)}` : ''} END`;
    }
    case 'cast':
      return `CAST(${print(node.of)} AS ${node.type})`;
    case 'call': {
      const within = node.withinGroup ? ` WITHIN GROUP (ORDER BY ${print(node.withinGroup)})` : '';
      const where = node.where ? ` FILTER (WHERE ${print(node.where)})` : '';
      return `${node.name}(${node.distinct ? 'DISTINCT ' : ''}${list(node.args)})${within}${where}`;
    }
  }
}

/** The tree without the places of its parts. */
const bare = (node: Syntax): unknown =>
  JSON.parse(JSON.stringify(node, (key, value) => (key === 'start' || key === 'end' ? undefined : value)));

describe('parseExpression', () => {
  test('reads back any tree that is printed with few parentheses', () => {
    fc.assert(
      fc.property(tree, (node) => {
        const printed = printSyntax(node as unknown as Syntax);
        fc.pre(printed.length <= 10_000);
        const result = parseExpression(printed);
        expect('problem' in result ? result.problem : bare(result.syntax)).toEqual(JSON.parse(JSON.stringify(node)));
      }),
    );
  });

  test('reads back any tree that is printed', () => {
    fc.assert(
      fc.property(tree, (node) => {
        const printed = print(node as unknown as Syntax);
        fc.pre(printed.length <= 10_000);
        const result = parseExpression(printed);
        expect('problem' in result ? result.problem : bare(result.syntax)).toEqual(JSON.parse(JSON.stringify(node)));
      }),
      { numRuns: 1_000 },
    );
  });

  test('never throws, and places each problem within the text', () => {
    const word = fc.constantFrom(
      ...'a b.c ( ) ( ) , . * + - / = <> AND OR NOT IN BETWEEN LIKE IS NULL CASE WHEN THEN ELSE END CAST AS'.split(' '),
      ...`EXTRACT FROM DATE 'x' "y" 1 1.5 COUNT( DISTINCT FILTER (WHERE WITHIN GROUP ORDER BY ESCAPE ; -- '`.split(' '),
    );
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(word, { maxLength: 30 }).map((w) => w.join(' ')),
    );
    fc.assert(
      fc.property(anyText, (given) => {
        const result = parseExpression(given);
        if ('syntax' in result) return;
        expect(result.problem.offset).toBeGreaterThanOrEqual(0);
        expect(result.problem.offset).toBeLessThanOrEqual(given.length);
      }),
      { numRuns: 5_000 },
    );
  });
});
