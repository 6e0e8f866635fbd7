import { describe, expect, test } from '@jest/globals';
import { MOST_CHARACTERS, parseExpression } from '../../src/expressions/parser.js';
import type { Syntax } from '../../src/expressions/syntax.js';
import { outline } from './outline.js';

const parsed = (text: string): Syntax => {
  const result = parseExpression(text);
  if ('problem' in result) throw new Error(`${result.problem.message} at ${result.problem.offset}`);
  return result.syntax;
};

describe('parseExpression', () => {
  test.each([
    { name: 'a path of any depth', text: 'order.customer.nation', reads: 'order.customer.nation' },
    { name: 'keywords as steps of a path', text: 'order.group.case', reads: 'order.group.case' },
    { name: 'a reserved word as the first step', text: 'case.owner', reads: 'case.owner' },
    { name: 'words that only other grammars reserve', text: 'order', reads: 'order' },
    { name: 'date and timestamp as names', text: 'date > timestamp', reads: '(date > timestamp)' },
    { name: 'quoted names', text: '"Group"."a ""b"""."end"', reads: 'Group.a "b".end' },
    { name: 'names of any alphabet', text: 'größe + 数', reads: '(größe + 数)' },
    { name: 'numbers', text: '1 + 1.5 + .5 + 1e3 + 2.5E-3', reads: '((((1 + 1.5) + .5) + 1e3) + 2.5E-3)' },
    { name: 'doubled quotes in a text', text: "'it''s'", reads: "'it's'" },
    { name: 'an empty text', text: "''", reads: "''" },
    { name: 'constants in any case', text: 'true OR FALSE or Null', reads: '((true or false) or null)' },
    { name: 'a date', text: "DATE '2024-02-29'", reads: 'date:2024-02-29' },
    { name: 'a timestamp', text: "TIMESTAMP '2024-01-31T10:00'", reads: 'timestamp:2024-01-31 10:00:00' },
    {
      name: 'microseconds',
      text: "timestamp '2024-01-31 10:00:00.123456'",
      reads: 'timestamp:2024-01-31 10:00:00.123456',
    },
    { name: 'products before sums', text: 'a + b * c - d / e', reads: '((a + (b * c)) - (d / e))' },
    { name: 'operators of one kind from the left', text: 'a - b - c', reads: '((a - b) - c)' },
    { name: 'signs before products', text: '-a * -b', reads: '((-a) * (-b))' },
    { name: 'a plus sign, which says nothing', text: '+a', reads: 'a' },
    { name: 'sums before ||', text: 'a || b + c', reads: '(a || (b + c))' },
    { name: 'parentheses', text: '(a + b) * c', reads: '((a + b) * c)' },
    { name: 'NOT, then AND, then OR', text: 'NOT a AND b OR c AND d', reads: '(((not a) and b) or (c and d))' },
    { name: 'NOT over a comparison', text: 'NOT a = b', reads: '(not (a = b))' },
    { name: 'both spellings of unequal', text: 'a != b AND a <> b', reads: '((a <> b) and (a <> b))' },
    { name: 'comparisons over sums', text: 'a + 1 >= b * 2', reads: '((a + 1) >= (b * 2))' },
    { name: 'IN', text: "a IN (1, 'x', NULL)", reads: "(a in [1, 'x', null])" },
    { name: 'NOT IN', text: 'a NOT IN (1)', reads: '(a not in [1])' },
    { name: 'BETWEEN with its own AND', text: 'a BETWEEN 1 AND 2 AND b', reads: '((a between 1 2) and b)' },
    { name: 'NOT BETWEEN', text: 'a NOT BETWEEN 1 AND 2', reads: '(a not between 1 2)' },
    { name: 'LIKE', text: "a LIKE 'x%'", reads: "(a like 'x%')" },
    { name: 'LIKE with ESCAPE', text: "a NOT LIKE '!%' ESCAPE '!'", reads: "(a not like '!%' escape '!')" },
    { name: 'IS NULL', text: 'a IS NULL OR b IS NOT NULL', reads: '((a is null) or (b is not null))' },
    {
      name: 'CASE with conditions',
      text: 'CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END',
      reads: 'case{a: 1, b: 2, else 3}',
    },
    { name: 'CASE of a value', text: "CASE a WHEN 1 THEN 'x' END", reads: "case a{1: 'x'}" },
    { name: 'CAST', text: 'CAST(a + 1 AS DECIMAL(12, 2))', reads: 'cast((a + 1) decimal(12,2))' },
    { name: 'CAST to a type of two words', text: 'CAST(a AS Double Precision)', reads: 'cast(a double precision)' },
    { name: 'EXTRACT', text: 'EXTRACT(YEAR FROM a) + 1', reads: "(extract('year', a) + 1)" },
    {
      name: 'calls, by their names in lower case',
      text: 'Coalesce(a, NULLIF(b, 0))',
      reads: 'coalesce(a, nullif(b, 0))',
    },
    { name: 'a call without arguments', text: 'f()', reads: 'f()' },
    { name: 'COUNT(*)', text: 'COUNT(*)', reads: 'count(*)' },
    { name: 'COUNT(DISTINCT x)', text: 'COUNT(DISTINCT a.b)', reads: 'count(distinct a.b)' },
    {
      name: 'WITHIN GROUP',
      text: 'PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY a ASC)',
      reads: 'percentile_cont(0.5 by a)',
    },
    { name: 'FILTER', text: "SUM(a) FILTER (WHERE b = 'x') / 2", reads: "(sum(a where (b = 'x')) / 2)" },
    {
      name: 'METRIC, which is a call like others',
      text: 'METRIC(hours, member_id) > 450',
      reads: '(metric(hours, member_id) > 450)',
    },
    { name: 'spaces and lines', text: '\n SUM (\r\n\ta ) ', reads: 'sum(a)' },
    {
      name: 'names that begin like keywords',
      text: 'notes + isbn + inn + android',
      reads: '(((notes + isbn) + inn) + android)',
    },
  ])('reads $name', ({ text, reads }) => {
    expect(outline(parsed(text))).toBe(reads);
  });

  test.each([
    { name: 'empty text', text: '  ', offset: 0, says: 'The expression is empty.' },
    { name: 'a statement', text: 'SELECT 1', offset: 0, says: 'Statements and subqueries are not allowed.' },
    {
      name: 'another statement',
      text: 'DROP TABLE x',
      offset: 5,
      says: 'should end before TABLE',
      hint: 'no statements',
    },
    { name: 'a semicolon', text: 'a; b', offset: 1, says: 'Unexpected character ";"', hint: 'not a statement' },
    { name: 'a line comment', text: 'COUNT(*) -- all', offset: 9, says: '"--" starts a comment' },
    { name: 'a block comment', text: 'a /* b */', offset: 2, says: '"/*" starts a comment' },
    { name: 'a subquery', text: 'a IN (SELECT 1)', offset: 6, says: 'Statements and subqueries are not allowed.' },
    { name: 'EXISTS', text: 'EXISTS (SELECT 1)', offset: 8, says: 'Statements and subqueries are not allowed.' },
    {
      name: 'a parenthesis too few',
      text: 'SUM(a',
      offset: 5,
      says: 'Expected ")" to close the parenthesis, but the text ends.',
    },
    { name: 'a parenthesis too many', text: 'a)', offset: 1, says: 'There is a ")" too many.' },
    { name: 'empty parentheses', text: '()', offset: 0, says: 'The parentheses are empty.' },
    { name: 'trailing input', text: 'a b', offset: 2, says: 'The expression should end before b.' },
    { name: 'an alias', text: 'SUM(a) AS b', offset: 7, says: 'should end before AS', hint: 'no alias' },
    {
      name: 'a window function',
      text: 'SUM(a) OVER ()',
      offset: 7,
      says: 'should end before OVER',
      hint: 'Window functions',
    },
    { name: 'an open text', text: "a = 'x", offset: 4, says: 'A text is not closed.' },
    { name: 'an open quoted name', text: 'a = "x', offset: 4, says: 'A quoted name is not closed.' },
    { name: 'an empty quoted name', text: '""', offset: 0, says: 'A quoted name is empty.' },
    { name: 'an unfinished sum', text: 'a +', offset: 3, says: 'The expression ends too early.' },
    { name: 'an operator alone', text: '* 2', offset: 0, says: 'Unexpected "*".' },
    { name: 'chained comparisons', text: 'a < b < c', offset: 6, says: 'Comparisons cannot be chained.' },
    { name: 'NOT within a comparison', text: 'a = NOT b', offset: 4, says: 'Unexpected NOT.' },
    { name: '==', text: 'a == b', offset: 2, says: 'Unexpected "=="', hint: 'Write =' },
    { name: 'a cast of another dialect', text: 'a::int', offset: 1, says: 'Unexpected character ":"', hint: 'CAST' },
    { name: 'an empty list', text: 'a IN ()', offset: 6, says: 'The list after IN is empty.' },
    { name: 'CASE without WHEN', text: 'CASE a END', offset: 7, says: 'Expected WHEN after CASE, but found END.' },
    { name: 'CASE without END', text: 'CASE WHEN a THEN b', offset: 18, says: 'Expected END to close CASE' },
    { name: 'a number glued to a name', text: '1abc', offset: 0, says: 'A number is malformed.' },
    { name: 'a number with two points', text: '1.2.3', offset: 0, says: 'A number is malformed.' },
    { name: 'a day that is none', text: "DATE '2023-02-29'", offset: 5, says: "'2023-02-29' is not a date." },
    { name: 'an hour that is none', text: "TIMESTAMP '2024-01-01 25:00:00'", offset: 10, says: 'is not a timestamp.' },
    { name: 'INTERVAL', text: "a + INTERVAL '1' DAY", offset: 4, says: 'INTERVAL is not supported.' },
    {
      name: 'a reserved word as a name',
      text: 'a + end',
      offset: 4,
      says: 'Expected a value, but found end.',
      hint: '"end"',
    },
    { name: 'a function with a dot', text: 'a.b(c)', offset: 0, says: '"a.b" is a name, not a function.' },
    { name: 'a star after a dot', text: 'COUNT(a.*)', offset: 8, says: 'Expected a name after the dot' },
    { name: 'a star that is not alone', text: 'COUNT(*, a)', offset: 6, says: 'Unexpected "*".' },
    { name: 'IS with another value', text: 'a IS TRUE', offset: 5, says: 'Expected NULL after IS, but found TRUE.' },
    {
      name: 'WITHIN GROUP downwards',
      text: 'f(1) WITHIN GROUP (ORDER BY a DESC)',
      offset: 30,
      says: 'orders upwards only',
    },
    { name: 'a character of no token', text: 'a # b', offset: 2, says: 'Unexpected character "#".' },
    { name: 'NUL in a text', text: "'a\0'", offset: 0, says: 'A text holds the character NUL.' },
  ])('refuses $name', ({ text, offset, says, hint }) => {
    const result = parseExpression(text);
    expect(result).toMatchObject({ problem: { offset, message: expect.stringContaining(says) } });
    if (hint !== undefined) expect(result).toMatchObject({ problem: { hint: expect.stringContaining(hint) } });
  });

  test.each([
    { name: 'parentheses', text: '('.repeat(5_000) },
    { name: 'calls', text: 'f('.repeat(4_000) },
    { name: 'signs', text: '- '.repeat(5_000) },
    { name: 'NOT', text: 'NOT '.repeat(2_500) },
    { name: 'CASE', text: 'CASE '.repeat(2_000) },
  ])('refuses $name nested without end', ({ text }) => {
    expect(parseExpression(text)).toMatchObject({
      problem: { message: 'An expression nests at most 100 levels deep.' },
    });
  });

  test('refuses arithmetic so long that its tree cannot be walked by recursion', () => {
    expect(parseExpression(`1${'+1'.repeat(900)}`)).toHaveProperty('syntax');
    expect(parseExpression(`1${'+1'.repeat(1_100)}`)).toHaveProperty(
      'problem.message',
      expect.stringContaining('in a row'),
    );
  });

  test('refuses text that is too long', () => {
    expect(parseExpression('a'.repeat(MOST_CHARACTERS))).toHaveProperty('syntax');
    expect(parseExpression('a'.repeat(MOST_CHARACTERS + 1))).toHaveProperty('problem.offset', MOST_CHARACTERS);
  });

  test.each([
    { operator: 'OR', terms: 2_000 },
    { operator: 'AND', terms: 1_600 },
  ])('reads a chain of $terms terms joined by $operator as a shallow tree', ({ operator, terms }) => {
    const syntax = parsed(Array(terms).fill('a').join(` ${operator} `));
    const depth = (node: Syntax): number =>
      node.kind === 'binary' ? 1 + Math.max(depth(node.left), depth(node.right)) : 1;
    const leaves = (node: Syntax): number => (node.kind === 'binary' ? leaves(node.left) + leaves(node.right) : 1);
    expect(leaves(syntax)).toBe(terms);
    expect(depth(syntax)).toBeLessThan(80);
  });

  test('remembers where each part stands', () => {
    const text = "SUM(a) / NULLIF(b.c, 'x')";
    const at = ({ start, end }: Syntax): string => text.slice(start, end);
    const syntax = parsed(text);
    expect(at(syntax)).toBe(text);
    if (syntax.kind !== 'binary' || syntax.right.kind !== 'call') throw new Error('unexpected tree');
    expect([syntax.left, syntax.right, ...syntax.right.args].map(at)).toEqual([
      'SUM(a)',
      "NULLIF(b.c, 'x')",
      'b.c',
      "'x'",
    ]);
  });
});
