import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MOST_SELECT_CHARACTERS, parseSelect } from '../../src/expressions/select-parser.js';
import type { ArmSyntax, SelectSyntax, SourceSyntax } from '../../src/expressions/select-syntax.js';
import { outline } from './outline.js';

/** A SELECT on one line, with every name that it was given. */
function selectOutline({ named, arms }: SelectSyntax): string {
  const ctes = named.map(({ name, select }) => `${name.text} = [${selectOutline(select)}]; `).join('');
  return ctes + arms.map(armOutline).join(' + ');
}

function armOutline({ distinct, items, from, joins, where, groupBy, having }: ArmSyntax): string {
  return [
    `${distinct ? 'distinct ' : ''}${items.map(({ value, name }) => outline(value) + (name ? ` as ${name.text}` : '')).join(', ')}`,
    `from ${sourceOutline(from)}`,
    ...joins.map(({ type, source, on }) => `${type} ${sourceOutline(source)} on ${outline(on)}`),
    ...(where ? [`where ${outline(where)}`] : []),
    ...(groupBy ? [`by ${groupBy.map(outline).join(', ')}`] : []),
    ...(having ? [`having ${outline(having)}`] : []),
  ].join(' ');
}

const sourceOutline = (source: SourceSyntax): string =>
  `${source.kind === 'table' ? source.path.join('.') : `[${selectOutline(source.select)}]`} ${source.alias.text}`;

function parsed(text: string): SelectSyntax {
  const result = parseSelect(text);
  if ('problem' in result) throw new Error(`${text}: ${result.problem.message} at ${result.problem.offset}`);
  return result.syntax;
}

describe('parseSelect', () => {
  test.each([
    { name: 'columns of a table, which is its own name', text: 'SELECT a, b FROM t', reads: 'a, b from t t' },
    { name: 'a schema', text: 'SELECT a FROM lake.t', reads: 'a from lake.t t' },
    {
      name: 'names with and without AS',
      text: 'SELECT x.a FROM lake.t x JOIN u AS y ON x.a = y.a',
      reads: 'x.a from lake.t x inner u y on (x.a = y.a)',
    },
    { name: 'named expressions', text: 'SELECT a * 2 AS twice FROM t', reads: '(a * 2) as twice from t t' },
    { name: 'any case of its words', text: 'select a from t where a = 1', reads: 'a from t t where (a = 1)' },
    {
      name: 'joins of both kinds',
      text: 'SELECT a.x FROM a INNER JOIN b ON a.x = b.x LEFT OUTER JOIN c ON b.y = c.y LEFT JOIN d ON TRUE',
      reads: 'a.x from a a inner b b on (a.x = b.x) left c c on (b.y = c.y) left d d on true',
    },
    {
      name: 'groups',
      text: 'SELECT DISTINCT a, COUNT(*) AS n FROM t WHERE b IS NOT NULL GROUP BY a, 2 HAVING COUNT(*) > 1',
      reads: 'distinct a, count(*) as n from t t where (b is not null) by a, 2 having (count(*) > 1)',
    },
    {
      name: 'UNION ALL',
      text: "SELECT 'a' AS s, x FROM t UNION ALL SELECT 'b', x FROM u",
      reads: "'a' as s, x from t t + 'b', x from u u",
    },
    {
      name: 'a SELECT in place of a table',
      text: 'SELECT s.a FROM (SELECT a FROM t UNION ALL SELECT a FROM u) AS s',
      reads: 's.a from [a from t t + a from u u] s',
    },
    {
      name: 'WITH',
      text: 'WITH p AS (SELECT a FROM t), q AS (SELECT a FROM p) SELECT a FROM q',
      reads: 'p = [a from t t]; q = [a from p p]; a from q q',
    },
    {
      name: 'clause words as columns, in quotes or after a dot',
      text: 'SELECT t."group", t.order, t.left FROM t',
      reads: 't.group, t.order, t.left from t t',
    },
    {
      name: 'quoted tables and names',
      text: 'SELECT "T 1"."a b" AS "c" FROM "my lake"."T 1"',
      reads: 'T 1.a b as c from my lake.T 1 T 1',
    },
    {
      name: 'a text that looks like more',
      text: "SELECT '; DROP TABLE t --' AS x FROM t",
      reads: "'; DROP TABLE t --' as x from t t",
    },
  ])('reads $name', ({ text, reads }) => {
    expect(selectOutline(parsed(text))).toBe(reads);
  });

  test.each([
    { name: 'nothing', text: '  ', says: 'The SELECT is empty.', at: 0 },
    { name: 'another statement', text: 'DROP TABLE t', says: 'Expected SELECT, but found DROP.', at: 0 },
    {
      name: 'a statement with a SELECT in it',
      text: 'INSERT INTO t SELECT a FROM u',
      says: 'Expected SELECT, but found INSERT.',
      at: 0,
    },
    { name: 'FROM first', text: 'FROM t', says: 'Expected SELECT, but found FROM.', at: 0 },
    {
      name: 'an arm in parentheses',
      text: '(SELECT a FROM t)',
      says: 'Expected SELECT, but it begins with "(".',
      at: 0,
    },
    {
      name: 'all columns',
      text: 'SELECT * FROM t',
      says: 'SELECT * is not supported: a new column would change the dataset.',
      at: 7,
    },
    {
      name: 'all columns of a table',
      text: 'SELECT t.* FROM t',
      says: 'Expected a name after the dot, but found "*".',
      at: 9,
    },
    {
      name: 'no table',
      text: 'SELECT 1 AS a',
      says: 'Expected FROM, or a comma and one more column, but the text ends.',
      at: 13,
    },
    { name: 'a comma too many', text: 'SELECT a, FROM t', says: 'Expected a value, but found FROM.', at: 10 },
    {
      name: 'a comma too few',
      text: 'SELECT a b FROM t',
      says: 'Expected FROM, or a comma and one more column, but found b.',
      at: 9,
    },
    {
      name: 'tables joined by a comma',
      text: 'SELECT a FROM t, u',
      says: 'Tables are joined by JOIN … ON, not by a comma.',
      at: 15,
    },
    {
      name: 'a join without ON',
      text: 'SELECT a FROM t JOIN u WHERE a = 1',
      says: 'Expected ON after the joined table, but found WHERE.',
      at: 23,
    },
    { name: 'USING', text: 'SELECT a FROM t JOIN u USING (a)', says: 'USING is not supported.', at: 23 },
    { name: 'RIGHT JOIN', text: 'SELECT a FROM t RIGHT JOIN u ON TRUE', says: 'RIGHT JOIN is not supported.', at: 16 },
    { name: 'FULL JOIN', text: 'SELECT a FROM t FULL JOIN u ON TRUE', says: 'FULL JOIN is not supported.', at: 16 },
    { name: 'CROSS JOIN', text: 'SELECT a FROM t CROSS JOIN u', says: 'CROSS JOIN is not supported.', at: 16 },
    {
      name: 'NATURAL JOIN',
      text: 'SELECT a FROM t NATURAL JOIN u',
      says: 'NATURAL JOIN is not supported: a new column would change it.',
      at: 16,
    },
    {
      name: 'UNION without ALL',
      text: 'SELECT a FROM t UNION SELECT a FROM u',
      says: 'UNION drops equal rows: write UNION ALL.',
      at: 16,
    },
    { name: 'EXCEPT', text: 'SELECT a FROM t EXCEPT SELECT a FROM u', says: 'EXCEPT is not supported.', at: 16 },
    { name: 'ORDER BY', text: 'SELECT a FROM t ORDER BY a', says: 'A dataset has no order.', at: 16 },
    { name: 'LIMIT', text: 'SELECT a FROM t LIMIT 5', says: 'LIMIT would leave rows out of every number.', at: 16 },
    {
      name: 'ORDER BY inside',
      text: 'SELECT a FROM (SELECT a FROM t ORDER BY a) AS s',
      says: 'A dataset has no order.',
      at: 31,
    },
    {
      name: 'a window',
      text: 'SELECT SUM(a) OVER () AS x FROM t',
      says: 'Window functions are not supported.',
      at: 14,
    },
    { name: 'QUALIFY', text: 'SELECT a FROM t QUALIFY a = 1', says: 'QUALIFY is not supported.', at: 16 },
    { name: 'DISTINCT ON', text: 'SELECT DISTINCT ON (a) a FROM t', says: 'DISTINCT ON is not supported.', at: 16 },
    { name: 'GROUP BY ALL', text: 'SELECT a FROM t GROUP BY ALL', says: 'GROUP BY ALL is not supported.', at: 25 },
    { name: 'ROLLUP', text: 'SELECT a FROM t GROUP BY ROLLUP (a)', says: 'GROUP BY ROLLUP is not supported.', at: 25 },
    {
      name: 'a subquery in a condition',
      text: 'SELECT a FROM t WHERE a IN (SELECT a FROM u)',
      says: 'Statements and subqueries are not allowed.',
      at: 28,
    },
    {
      name: 'a subquery as a value',
      text: 'SELECT (SELECT MAX(a) FROM u) AS m FROM t',
      says: 'Statements and subqueries are not allowed.',
      at: 8,
    },
    {
      name: 'a function that gives a table',
      text: "SELECT a FROM read_csv('/etc/passwd')",
      says: 'Functions that give tables are not supported.',
      at: 14,
    },
    {
      name: 'a file as a table',
      text: "SELECT a FROM '/etc/passwd'",
      says: "Expected a table, but found '/etc/passwd'.",
      at: 14,
    },
    {
      name: 'a nameless SELECT in place of a table',
      text: 'SELECT a FROM (SELECT a FROM t)',
      says: 'Expected AS and a name after the SELECT in parentheses, but the text ends.',
      at: 31,
    },
    {
      name: 'a recursion',
      text: 'WITH RECURSIVE p AS (SELECT a FROM t) SELECT a FROM p',
      says: 'WITH RECURSIVE is not supported.',
      at: 5,
    },
    { name: 'a semicolon', text: 'SELECT a FROM t;', says: 'Unexpected character ";".', at: 15 },
    { name: 'two statements', text: 'SELECT a FROM t; DROP TABLE t', says: 'Unexpected character ";".', at: 15 },
    {
      name: 'a comment',
      text: 'SELECT a -- b\nFROM t',
      says: '"--" starts a comment, and expressions have none.',
      at: 9,
    },
    { name: 'a parameter', text: 'SELECT a FROM t WHERE b = $1', says: 'Unexpected character "$".', at: 26 },
    {
      name: 'a name of a clause word',
      text: 'SELECT a AS from FROM t',
      says: 'Expected a name after AS, but found from.',
      at: 12,
    },
  ])('refuses $name', ({ text, says, at }) => {
    const result = parseSelect(text);
    expect('problem' in result && [result.problem.message, result.problem.offset]).toEqual([says, at]);
  });

  test('refuses what is longer than any SELECT, or nests without measure', () => {
    const messageOf = (text: string) => {
      const result = parseSelect(text);
      return 'problem' in result ? result.problem.message : undefined;
    };
    expect(messageOf(`SELECT a FROM t WHERE ${'a'.repeat(MOST_SELECT_CHARACTERS)}`)).toMatch(
      /at most 50000 characters/,
    );
    expect(messageOf(`${'SELECT a FROM ('.repeat(200)}`)).toMatch(/nests at most 100 levels/);
    expect(messageOf(`SELECT ${'a + '.repeat(3000)} a AS x FROM t`)).toMatch(/at most 1000 operations/);
  });

  test('takes any words in any order without a fault of its own', () => {
    const word = fc.constantFrom(
      ...'SELECT DISTINCT a b t u . , ( ) * = 1 \'x\' "q" AS FROM JOIN LEFT INNER OUTER ON WHERE GROUP BY HAVING UNION ALL WITH ORDER LIMIT COUNT CASE WHEN THEN END AND NOT IN OVER'.split(
        ' ',
      ),
    );
    const after = fc.array(word, { maxLength: 25 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(
        fc.oneof(
          after,
          after.map((text) => `SELECT a FROM t ${text}`),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const result = parseSelect(text);
          if ('problem' in result) {
            expect(result.problem.offset).toBeGreaterThanOrEqual(0);
            expect(result.problem.offset).toBeLessThanOrEqual(text.length);
          } else expect(result.syntax.arms.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
