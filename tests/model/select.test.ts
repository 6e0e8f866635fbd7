import { describe, expect, test } from '@jest/globals';
import { readDefinitions } from '../../src/definitions/read-definitions.js';
import type { CompileOptions } from '../../src/model/compile/select-dataset.js';
import { compileModel } from '../../src/model/compile-model.js';

const PLAYS = {
  path: 'plays.yaml',
  text: 'dataset: plays\ntable: lake.plays\ncolumns: {play_id: bigint, member_id: bigint, minutes: integer, price: "decimal(10,2)", ratio: double, day: date, at: timestamp, device: text}\n',
};
const MEMBERS = {
  path: 'members.yaml',
  text: 'dataset: members\ntable: members\ncolumns: {member_id: bigint, country: text}\n',
};

/** A dataset given by a SELECT that begins in the second line, sixth column. */
function compiled(sql: string, rest = '', options: CompileOptions = {}) {
  const text = `dataset: made\nsql: ${JSON.stringify(sql)}\n${rest}`;
  const read = readDefinitions([PLAYS, MEMBERS, { path: 'made.yaml', text }]);
  const { model, problems } = compileModel(read.definitions, options);
  return { made: model.datasets.get('made'), problems: [...read.problems, ...problems] };
}

const columnsOf = (sql: string, rest = '') => {
  const { made, problems } = compiled(sql, rest);
  expect(problems).toEqual([]);
  return Object.fromEntries(made?.columns ?? []);
};

describe('a dataset given by sql', () => {
  test.each([
    {
      name: 'of columns are those of their tables',
      sql: 'SELECT p.minutes, country FROM lake.plays AS p JOIN members m ON m.member_id = p.member_id',
      columns: { minutes: 'integer', country: 'text' },
    },
    {
      name: 'of expressions follow from them',
      sql: "SELECT minutes * price AS cost, device || 'x' AS d, minutes / 60 AS hours FROM lake.plays",
      columns: { cost: 'decimal(20,2)', d: 'text', hours: 'double' },
    },
    {
      name: 'of aggregates too',
      sql: 'SELECT device, COUNT(*) AS n, SUM(price) AS paid FROM lake.plays GROUP BY 1',
      columns: { device: 'text', n: 'integer', paid: 'decimal(38,2)' },
    },
    {
      name: 'of a union are those in which all arms fit',
      sql: 'SELECT minutes AS x, NULL AS y FROM lake.plays UNION ALL SELECT price, day FROM lake.plays',
      columns: { x: 'decimal(12,2)', y: 'date' },
    },
    {
      name: 'go through WITH and parentheses',
      sql: 'WITH a AS (SELECT day AS d FROM lake.plays) SELECT s.d FROM (SELECT d FROM a) AS s',
      columns: { d: 'date' },
    },
    {
      name: 'are declared for tables of its own',
      sql: 'SELECT amount FROM sales',
      rest: 'tables: {sales: {amount: "decimal(12,2)"}}',
      columns: { amount: 'decimal(12,2)' },
    },
    {
      name: 'of a table gain what its own tables declare',
      sql: 'SELECT extra, minutes FROM lake.plays',
      rest: 'tables: {lake.plays: {extra: date}}',
      columns: { extra: 'date', minutes: 'integer' },
    },
    {
      name: 'are what is declared',
      sql: 'SELECT minutes * price AS cost, minutes FROM lake.plays',
      rest: 'columns: {cost: "decimal(18,2)"}',
      columns: { cost: 'decimal(18,2)', minutes: 'integer' },
    },
  ])('has types that $name', ({ sql, rest, columns }) => {
    expect(columnsOf(sql, rest)).toEqual(columns);
  });

  test('casts to a declared type where it differs, in every arm', () => {
    const { made } = compiled(
      'SELECT minutes AS x FROM lake.plays UNION ALL SELECT price FROM lake.plays',
      'columns: {x: double}',
    );
    expect(made?.select?.arms.map(({ columns }) => columns[0]?.value)).toEqual([
      expect.objectContaining({ name: 'cast', type: 'double' }),
      expect.objectContaining({ name: 'cast', type: 'double' }),
    ]);
  });

  test('hides what it gives beyond its declared columns', () => {
    const { made } = compiled('SELECT minutes, device FROM lake.plays', 'columns: {device: text}');
    expect(made?.dimensions.get('device')?.hidden).toBe(false);
    expect(made?.dimensions.get('minutes')?.hidden).toBe(true);
  });

  const FROM = 'FROM lake.plays';
  test.each([
    {
      name: 'text that cannot be parsed',
      sql: `SELECT minutes ${FROM} LIMIT 5`,
      problem: '2:38 INVALID_EXPRESSION Dataset "made": LIMIT would leave rows out of every number.',
    },
    {
      name: 'an unknown table',
      sql: 'SELECT a FROM secrets',
      problem: '2:21 UNKNOWN_TABLE Dataset "made": There is no table "secrets" in the definitions.',
    },
    {
      name: 'a schema of the engine',
      sql: 'SELECT a FROM information_schema.tables',
      problem: '2:21 UNKNOWN_TABLE Dataset "made": There is no table "information_schema.tables" in the definitions.',
    },
    {
      name: 'a dataset in place of its table',
      sql: 'SELECT minutes FROM plays',
      problem: '2:27 UNKNOWN_TABLE Dataset "made": There is no table "plays" in the definitions.',
      hint: '"plays" is a dataset; its table is "lake.plays".',
    },
    {
      name: 'a column that is not declared',
      sql: `SELECT minuets ${FROM}`,
      problem: '2:14 UNKNOWN_COLUMN Dataset "made": "plays" has no column "minuets" that is declared.',
      hint: 'Did you mean "minutes"?',
    },
    {
      name: 'a column of another table',
      sql: `SELECT other.minutes ${FROM} AS p`,
      problem: '2:14 UNKNOWN_COLUMN Dataset "made": No table has the name "other" here.',
      hint: 'There are p.',
    },
    {
      name: 'a column that two tables have',
      sql: `SELECT member_id ${FROM} p JOIN members m ON m.member_id = p.member_id`,
      problem: '2:14 UNKNOWN_COLUMN Dataset "made": "member_id" is a column of several tables here.',
      hint: 'Write p.member_id or m.member_id.',
    },
    {
      name: 'a table that is joined later',
      sql: `SELECT p.minutes ${FROM} p JOIN members m ON n.country = m.country JOIN members n ON TRUE`,
      problem: '2:60 UNKNOWN_COLUMN Dataset "made": No table has the name "n" here.',
    },
    {
      name: 'one name for two tables',
      sql: `SELECT p.minutes ${FROM} p JOIN members P ON TRUE`,
      problem: '2:55 DUPLICATE_NAME Dataset "made": Two tables have the name "p" here.',
    },
    {
      name: 'two columns of one name',
      sql: `SELECT minutes, device AS Minutes ${FROM}`,
      problem: '2:23 DUPLICATE_NAME Dataset "made": Two columns have the name "Minutes".',
    },
    {
      name: 'a nameless expression',
      sql: `SELECT minutes + 1 ${FROM}`,
      problem: '2:14 INVALID_EXPRESSION Dataset "made": A column that is computed needs a name.',
    },
    {
      name: 'a name that columns cannot have',
      sql: `SELECT minutes AS "a b" ${FROM}`,
      problem:
        '2:6 INVALID_NAME The SELECT gives a column "a b"; names are made of letters, digits and _, not starting with a digit.',
    },
    {
      name: 'a function that is not allowed',
      sql: `SELECT getenv('HOME') AS x ${FROM}`,
      problem: '2:14 UNKNOWN_FUNCTION Dataset "made": There is no function "GETENV" here.',
    },
    {
      name: 'a function that needs a query',
      sql: `SELECT PERIOD('day', day) AS x ${FROM}`,
      problem:
        '2:14 UNKNOWN_FUNCTION Dataset "made": PERIOD goes by the time zone of a query, which a SELECT does not know.',
    },
    {
      name: 'types that do not fit',
      sql: `SELECT minutes + device AS x ${FROM}`,
      problem: '2:14 TYPE_MISMATCH Dataset "made": "+" wants two numbers, not integer and text.',
    },
    {
      name: 'a condition that is none',
      sql: `SELECT minutes ${FROM} WHERE minutes`,
      problem: '2:44 TYPE_MISMATCH Dataset "made": A condition is true or false; this is integer.',
    },
    {
      name: 'an aggregate in WHERE',
      sql: `SELECT minutes ${FROM} WHERE SUM(minutes) > 1`,
      problem: '2:44 MIXED_AGGREGATION Dataset "made": An aggregate such as SUM cannot stand here.',
    },
    {
      name: 'a column beside an aggregate',
      sql: `SELECT device, SUM(minutes) AS m ${FROM}`,
      problem:
        '2:14 MIXED_AGGREGATION Dataset "made": "plays.device" is neither aggregated nor in GROUP BY: a group has many values of it.',
    },
    {
      name: 'a column in HAVING that is not grouped',
      sql: `SELECT COUNT(*) AS n ${FROM} GROUP BY day HAVING device = 'tv'`,
      problem:
        '2:64 MIXED_AGGREGATION Dataset "made": "plays.device" is neither aggregated nor in GROUP BY: a group has many values of it.',
    },
    {
      name: 'a place that is not there',
      sql: `SELECT COUNT(*) AS n ${FROM} GROUP BY 2`,
      problem: '2:53 INVALID_EXPRESSION Dataset "made": There is no column 2 to group by: the SELECT has 1.',
    },
    {
      name: 'a group by an aggregate',
      sql: `SELECT COUNT(*) AS n ${FROM} GROUP BY 1`,
      problem: '2:53 INVALID_EXPRESSION Dataset "made": Column 1 is an aggregate, which cannot be grouped by.',
    },
    {
      name: 'arms of different widths',
      sql: `SELECT minutes ${FROM} UNION ALL SELECT minutes, device ${FROM}`,
      problem: '2:55 INVALID_EXPRESSION Dataset "made": This SELECT has 2 columns, the first one 1.',
    },
    {
      name: 'arms in different order',
      sql: `SELECT minutes, play_id ${FROM} UNION ALL SELECT play_id, minutes ${FROM}`,
      problem: '2:64 INVALID_EXPRESSION Dataset "made": "play_id" is column 1 here and column 2 in the first SELECT.',
    },
    {
      name: 'arms of different types',
      sql: `SELECT minutes AS x ${FROM} UNION ALL SELECT device ${FROM}`,
      problem: '2:60 TYPE_MISMATCH Dataset "made": "x" is text here and integer before.',
    },
    {
      name: 'a declared column that it does not give',
      sql: `SELECT minutes ${FROM}`,
      rest: 'columns: {minuets: integer}',
      problem: '3:11 UNKNOWN_COLUMN Column "minuets" is declared, but the SELECT does not give it.',
      hint: 'Did you mean "minutes"?',
    },
    {
      name: 'a declared type that would round',
      sql: `SELECT ratio ${FROM}`,
      rest: 'columns: {ratio: integer}',
      problem: '3:18 TYPE_MISMATCH Column "ratio" is declared integer, but the SELECT gives double.',
    },
    {
      name: 'a declared type that would cut the time of day',
      sql: `SELECT at ${FROM}`,
      rest: 'columns: {at: date}',
      problem: '3:15 TYPE_MISMATCH Column "at" is declared date, but the SELECT gives timestamp.',
    },
    {
      name: 'a column of WITH that is not there',
      sql: `WITH a AS (SELECT day ${FROM}) SELECT minutes FROM a`,
      problem: '2:53 UNKNOWN_COLUMN Dataset "made": "a" has no column "minutes" that is declared.',
    },
  ])('refuses $name', ({ sql, rest, problem, hint }) => {
    const { made, problems } = compiled(sql, rest);
    const [first, ...more] = problems.map(({ at, code, message }) => `${at?.line}:${at?.column} ${code} ${message}`);
    expect([first, more]).toEqual([problem, []]);
    if (hint !== undefined) expect(problems[0]?.hint).toBe(hint);
    expect(made?.select).toBeNull();
    expect(made?.table).toBeNull();
  });

  test('refuses WITH that multiplies itself', () => {
    const steps = Array.from(
      { length: 12 },
      (_, i) => `, a${i + 1} AS (SELECT l.x FROM a${i} l JOIN a${i} r ON l.x = r.x)`,
    );
    const { problems } = compiled(
      `WITH a0 AS (SELECT minutes AS x FROM lake.plays)${steps.join('')} SELECT x FROM a12`,
    );
    expect(problems.map(({ message }) => message)).toEqual(['Dataset "made": A SELECT reads at most 100 tables.']);
  });

  test('can be closed', () => {
    const { made, problems } = compiled('SELECT minutes FROM lake.plays', '', { sqlDatasets: false });
    expect(problems).toMatchObject([{ code: 'SQL_DATASETS_CLOSED', at: { file: 'made.yaml', line: 2, column: 6 } }]);
    expect(made?.select).toBeNull();
  });

  test('refuses tables: beside table:', () => {
    const { problems } = readDefinitions([
      { path: 'm.yaml', text: 'dataset: a\ntable: t\ntables: {u: {x: integer}}\n' },
    ]);
    expect(problems).toMatchObject([{ code: 'INVALID_DEFINITION', at: { line: 3, column: 1 } }]);
  });

  test('refuses a type that is not there', () => {
    const { problems } = readDefinitions([
      { path: 'm.yaml', text: 'dataset: a\nsql: SELECT x FROM u\ntables: {u: {x: int}}\n' },
    ]);
    expect(problems).toMatchObject([{ at: { line: 3, column: 17 }, hint: 'Write integer.' }]);
  });
});
