import { describe, expect, test } from '@jest/globals';
import type { ProblemCode } from '../../src/problems/codes.js';
import { errorsIn } from '../../src/problems/problem.js';
import { compile } from '../builders/compile.js';

const members = `
dataset: members
table: members
columns: {member_id: bigint, country_code: text, signed_up_on: date, referred_by: bigint}
key: [member_id]
links: {country: {to: countries, on: {country_code: code}}, referrer: {to: members, on: {referred_by: member_id}}}
metrics: {members: {expression: COUNT(*)}}
---
dataset: countries
table: countries
columns: {code: text, name: text}
key: [code]
`;

/** The dataset of each case: its own keys under a sound head. */
const plays = (keys: string): string => `
dataset: plays
table: plays
columns: {play_id: bigint, member_id: bigint, code: text, minutes: integer, price: "decimal(10,2)", done: boolean, started_at: timestamp}
${keys}
`;
const metric = (expression: string, more = ''): string => plays(`metrics:\n  m: {expression: "${expression}"${more}}`);

interface Case {
  readonly name: string;
  readonly text: string;
  readonly code: ProblemCode;
  readonly says?: string;
  readonly hint?: string | undefined;
}

describe('names that are not there', () => {
  check([
    {
      name: 'a column in an aggregate',
      text: metric('SUM(»minuts)'),
      code: 'UNKNOWN_COLUMN',
      says: '"plays" has no column "minuts".',
      hint: 'Did you mean "minutes"?',
    },
    {
      name: 'far into a longer expression',
      text: metric('SUM(minutes) / NULLIF(COUNT(*) FILTER (WHERE »finished), 0)'),
      code: 'UNKNOWN_COLUMN',
      hint: 'It has: play_id, member_id, code, minutes, price, done, started_at.',
    },
    {
      name: 'on a later line of an expression',
      text: plays('metrics:\n  m:\n    expression: |\n      SUM(minutes)\n      + SUM(»minuts)'),
      code: 'UNKNOWN_COLUMN',
      hint: 'Did you mean "minutes"?',
    },
    {
      name: 'in an expression that YAML folds: told at the very word',
      text: plays('metrics:\n  m:\n    expression: >-\n      SUM(minutes)\n      + SUM(»minuts)'),
      code: 'UNKNOWN_COLUMN',
      hint: 'Did you mean "minutes"?',
    },
    {
      name: 'a dimension behind a link',
      text: plays(
        'links: {member: {to: members, on: member_id}}\nmetrics: {m: {expression: COUNT(DISTINCT »member.contry_code)}}',
      ),
      code: 'UNKNOWN_COLUMN',
      says: '"members" has no dimension "contry_code".',
      hint: 'Did you mean "country_code"?',
    },
    {
      name: 'a link of a path',
      text: plays(
        'links: {member: {to: members, on: member_id}}\nmetrics: {m: {expression: COUNT(DISTINCT »member.nation.name)}}',
      ),
      code: 'UNKNOWN_COLUMN',
      hint: 'Its links: country, referrer.',
    },
    {
      name: 'a dataset in place of a role',
      text: plays(
        'links: {member: {to: members, on: member_id}}\nmetrics: {m: {expression: COUNT(DISTINCT »members.country_code)}}',
      ),
      code: 'UNKNOWN_COLUMN',
      hint: 'Links have the names of their roles; "member" leads to "members".',
    },
    {
      name: 'a key',
      text: plays('key: [»plai_id]'),
      code: 'UNKNOWN_COLUMN',
      says: 'Key "plai_id" is neither a column nor a dimension of "plays".',
      hint: 'Did you mean "play_id"?',
    },
    {
      name: 'a time',
      text: plays('time: »began_at'),
      code: 'UNKNOWN_COLUMN',
      says: 'Time "began_at" is neither a column nor a dimension of "plays".',
    },
    {
      name: 'a time of a metric',
      text: metric('COUNT(*)', ', time: »minutes'),
      code: 'UNKNOWN_COLUMN',
      says: 'Time "minutes" is not a date or timestamp of "plays".',
    },
    {
      name: 'a column of a dimension',
      text: plays('dimensions: {long: {expression: "»minute > 60"}}'),
      code: 'UNKNOWN_COLUMN',
      hint: 'Did you mean "minutes"?',
    },
    {
      name: 'a dimension that is no column',
      text: plays('dimensions: {»device: {description: What it ran on.}}'),
      code: 'UNKNOWN_COLUMN',
      hint: 'It has: play_id, member_id, code, minutes, price, done, started_at.',
    },
    {
      name: 'a column of a segment',
      text: plays('segments: {long: "»minuts > 60"}'),
      code: 'UNKNOWN_COLUMN',
      hint: 'Did you mean "minutes"?',
    },
    {
      name: 'a column of a metric’s filter',
      text: metric('COUNT(*)', ', where: »dome'),
      code: 'UNKNOWN_COLUMN',
      hint: 'Did you mean "done"?',
    },
    {
      name: 'the own side of a link',
      text: plays('links: {member: {to: members, on: {»memberid: member_id}}}'),
      code: 'UNKNOWN_COLUMN',
      says: 'Link "member" starts from "memberid", which "plays" does not have.',
      hint: 'Did you mean "member_id"?',
    },
    {
      name: 'the other side of a link',
      text: plays('links: {member: {to: members, on: {member_id: »id}, many: true}}'),
      code: 'UNKNOWN_COLUMN',
      says: 'Link "member" leads to "id", which "members" does not have.',
      hint: 'It has: member_id, country_code, signed_up_on, referred_by.',
    },
    {
      name: 'the dataset of a link',
      text: plays('links: {member: {to: »member, on: member_id}}'),
      code: 'UNKNOWN_DATASET',
      says: 'Link "member" leads to "member", which is not defined.',
      hint: 'Did you mean "members"?',
    },
    {
      name: 'a metric',
      text: plays('metrics: {m: {expression: "1 - »plais"}, plays: {expression: COUNT(*)}}'),
      code: 'UNKNOWN_METRIC',
      says: 'There is no metric "plais".',
      hint: 'Did you mean "plays"?',
    },
    {
      name: 'a metric of a ratio',
      text: plays('metrics: {m: {kind: ratio, numerator: »membres, denominator: members}}'),
      code: 'UNKNOWN_METRIC',
      hint: 'Did you mean "members"?',
    },
    {
      name: 'a metric of a view',
      text: 'view: v\nmetrics: [members, »plays]',
      code: 'UNKNOWN_METRIC',
      says: 'View "v" names the metric "plays", which is not defined.',
    },
    {
      name: 'a path of a view',
      text: 'view: v\nmetrics: [members]\ndimensions: {c: »country.nmae}',
      code: 'UNKNOWN_DIMENSION',
      hint: 'Did you mean "name"?',
    },
    {
      name: 'a dataset of a view’s dimension',
      text: 'view: v\nmetrics: [members]\ndimensions: {c: {members: country_code, »plays: code}}',
      code: 'UNKNOWN_DATASET',
      hint: 'Its metrics live in: members.',
    },
    {
      name: 'a function',
      text: metric('SUM(»ROUN(minutes))'),
      code: 'UNKNOWN_FUNCTION',
      says: 'There is no function "ROUN" here.',
      hint: 'Did you mean ROUND?',
    },
    { name: 'a function that only an engine has', text: metric('»pg_read_file(code)'), code: 'UNKNOWN_FUNCTION' },
  ]);
});

describe('links', () => {
  check([
    {
      name: 'between columns that cannot be equal',
      text: plays('links: {member: {to: members, on: {»code: member_id}}}'),
      code: 'LINK_KEY_MISMATCH',
      says: 'Link "member" compares "code" (text) with "member_id" (bigint).',
    },
    {
      name: 'to a column that is not the key',
      text: plays('links: {»member: {to: members, on: {code: country_code}}}'),
      code: 'LINK_NOT_TO_KEY',
      says: 'Link "member" does not reach all of the key of "members" (member_id): a row could meet several.',
      hint: 'Add "member_id" to on:, or say many: true.',
    },
    {
      name: 'to many rows, in an expression',
      text: plays(
        'links: {others: {to: members, on: {code: country_code}, many: true}}\nmetrics: {m: {expression: COUNT(DISTINCT »others.member_id)}}',
      ),
      code: 'FAN_OUT',
      says: '"others.member_id" has several values for one row of "plays".',
      hint: 'Aggregate it in a metric of its own dataset.',
    },
    {
      name: 'to a part of the key',
      text: `dataset: seats\ntable: seats\ncolumns: {hall: text, seat: integer}\nkey: [hall, seat]\n---${plays('links: {»place: {to: seats, on: {code: hall}}}')}`,
      code: 'LINK_NOT_TO_KEY',
      hint: 'Add "seat" to on:, or say many: true.',
    },
  ]);
});

describe('aggregates', () => {
  check([
    {
      name: 'a column beside an aggregate',
      text: metric('SUM(minutes) * »price'),
      code: 'MIXED_AGGREGATION',
      says: '"price" stands outside an aggregate: a group has many values of it.',
      hint: 'Aggregate it: SUM(…), MAX(…), COUNT(DISTINCT …).',
    },
    { name: 'a column and no aggregate', text: metric('»minutes * 2'), code: 'MIXED_AGGREGATION' },
    {
      name: 'a constant',
      text: plays('metrics: {m: {expression: »42}}'),
      code: 'MIXED_AGGREGATION',
      says: 'The expression neither aggregates rows nor names a metric.',
    },
    { name: 'a metric beside an aggregate', text: metric('SUM(minutes) / »members'), code: 'MIXED_AGGREGATION' },
    {
      name: 'in a filter',
      text: metric('COUNT(*)', ", where: '»SUM(minutes) > 1'"),
      code: 'MIXED_AGGREGATION',
      says: 'An aggregate such as SUM cannot stand here.',
      hint: 'Conditions and dimensions speak of one row.',
    },
    {
      name: 'in a dimension',
      text: plays('dimensions: {most: {expression: »MAX(minutes)}}'),
      code: 'MIXED_AGGREGATION',
    },
    {
      name: 'in one another',
      text: metric('SUM(»AVG(minutes))'),
      code: 'NESTED_AGGREGATE',
      says: 'AVG stands inside another aggregate.',
      hint: 'Make two metrics of it.',
    },
    {
      name: 'in a FILTER',
      text: metric('SUM(minutes) FILTER (WHERE minutes > »MAX(minutes))'),
      code: 'NESTED_AGGREGATE',
    },
    {
      name: 'with inputs',
      text: plays('metrics: {m: {expression: »SUM(minutes), inputs: {x: members}}}'),
      code: 'MIXED_AGGREGATION',
      says: 'inputs: go with an expression over metrics, and this one aggregates rows.',
    },
  ]);
});

describe('types', () => {
  check([
    { name: 'the sum of texts', text: metric('»SUM(code)'), code: 'TYPE_MISMATCH', says: 'SUM wants a number.' },
    {
      name: 'arithmetic with a text',
      text: metric('SUM(»minutes + code)'),
      code: 'TYPE_MISMATCH',
      says: '"+" wants two numbers, not integer and text.',
    },
    {
      name: 'arithmetic with a time',
      text: metric('MAX(»started_at - started_at)'),
      code: 'TYPE_MISMATCH',
      hint: "DATE_DIFF('day', a, b) and DATE_ADD('day', n, t) reckon with time.",
    },
    {
      name: 'a comparison of unlike types',
      text: metric('COUNT_IF(minutes = »code)'),
      code: 'TYPE_MISMATCH',
      says: 'integer cannot be compared with text.',
    },
    { name: 'a text that is no date', text: metric("COUNT_IF(started_at >= »'soon')"), code: 'TYPE_MISMATCH' },
    {
      name: 'results of a CASE',
      text: metric("MAX(CASE WHEN done THEN minutes ELSE »'none' END)"),
      code: 'TYPE_MISMATCH',
      says: 'Results of one CASE have the types integer and text.',
    },
    {
      name: 'a condition that is a number',
      text: plays('segments: {long: »minutes}'),
      code: 'TYPE_MISMATCH',
      says: 'A condition is true or false; this is integer.',
      hint: 'Compare it with a value.',
    },
    {
      name: 'a time that is a number',
      text: plays('time: »minutes'),
      code: 'TYPE_MISMATCH',
      says: 'Time "minutes" is integer, not a date or timestamp.',
    },
    {
      name: 'a cast to no type',
      text: metric('SUM(»CAST(code AS money))'),
      code: 'TYPE_MISMATCH',
      hint: 'Types: integer, bigint, double, decimal(p,s), text, boolean, date, timestamp.',
    },
    {
      name: 'a ratio of texts',
      text: plays(
        'metrics: {first_code: {expression: MIN(code)}, »m: {kind: ratio, numerator: first_code, denominator: members}}',
      ),
      code: 'TYPE_MISMATCH',
      says: 'The numerator of "m" is "first_code", which is text, not a number.',
    },
  ]);
});

describe('circles', () => {
  check([
    {
      name: 'a metric through itself',
      text: plays('metrics: {»m: {expression: m + 1}}'),
      code: 'METRIC_CYCLE',
      says: 'Metrics are defined through one another in a circle: m → m.',
      hint: 'Break the circle at one of them.',
    },
  ]);

  test('of several metrics: told once, each is refused, a metric beside them is not', () => {
    const { model, problems } = compile(
      members,
      plays(
        'metrics: {a: {expression: b + 1}, b: {expression: c + 1}, c: {expression: a + 1}, d: {expression: COUNT(*)}}',
      ),
    );
    expect(problems.map(({ code }) => code)).toEqual(['METRIC_CYCLE']);
    expect(problems[0]?.message).toBe('Metrics are defined through one another in a circle: a → b → c → a.');
    expect([...model.refused.keys()].toSorted()).toEqual(['a', 'b', 'c']);
    expect([...model.metrics.keys()]).toEqual(['members', 'd']);
  });
});

describe('filters of metrics over several datasets', () => {
  const views =
    'dataset: views\ntable: views\ncolumns: {view_id: bigint, member_id: bigint}\nmetrics: {views: {expression: COUNT(*)}}\n---';
  check([
    {
      name: 'say something of each dataset',
      text: `${views}${plays('metrics: {plays: {expression: COUNT(*)}, m: {expression: plays / views, where: {»plays: member_id = 1}}}')}`,
      code: 'UNKNOWN_DATASET',
      says: 'The filter says nothing of the dataset "views", which this metric also reads.',
      hint: 'Add "views: <condition>", or write one condition for all.',
    },
    {
      name: 'say nothing of others',
      text: plays(
        'metrics: {plays: {expression: COUNT(*)}, m: {expression: plays * 2, where: {plays: member_id = 1, »members: member_id = 1}}}',
      ),
      code: 'UNKNOWN_DATASET',
      says: 'This metric does not read the dataset "members".',
    },
    {
      name: 'hold for each of them',
      text: `${views}${plays('metrics: {plays: {expression: COUNT(*)}, m: {expression: plays / views, where: »minutes > 1}}')}`,
      code: 'UNKNOWN_COLUMN',
      says: '"views" has no column "minutes".',
    },
  ]);
});

describe('two of one name', () => {
  const twice = (what: string, name: string, first: string, second: string) => {
    const { problems, marks } = compile(members, first, second);
    const [other, at] = marks;
    expect(problems).toEqual([
      {
        code: 'DUPLICATE_NAME',
        at,
        message: `There are two ${what}s named "${name}".`,
        hint: `The other one is at ${other?.file}:${other?.line}:${other?.column}.`,
      },
    ]);
  };

  test('metrics, in any two datasets', () =>
    twice(
      'metric',
      'total',
      plays('metrics:\n  »total: {expression: COUNT(*)}'),
      'dataset: other\ntable: o\ncolumns: {x: integer}\nmetrics: {»total: {expression: SUM(x)}}',
    ));
  test('datasets', () => twice('dataset', 'other', 'dataset: »other\ntable: a', 'dataset: »other\ntable: b'));
  test('views', () => twice('view', 'v', 'view: »v\nmetrics: [members]', '\nview: »v\nmetrics: [members]'));
});

describe('what goes on', () => {
  test('problems of several files come together, by file and place', () => {
    const { problems, marks } = compile(
      members.replace('metrics: {members', 'metrics: {bad: {expression: SUM(»signed_up_on)}, members'),
      plays(
        'time: »minutes\nlinks: {member: {to: »member, on: member_id}}\nmetrics: {a: {expression: SUM(»minuts)}, b: {expression: COUNT(*)}}',
      ),
      'view: v\nmetrics: [members, »c]',
    );
    expect(problems.map(({ code }) => code)).toEqual([
      'TYPE_MISMATCH',
      'TYPE_MISMATCH',
      'UNKNOWN_DATASET',
      'UNKNOWN_COLUMN',
      'UNKNOWN_METRIC',
    ]);
    expect(problems.slice(1).map(({ at }) => at)).toEqual(marks.slice(1));
  });

  test('a broken metric is refused alone, with its own problem; those above it say why they are', () => {
    const { model, problems, marks } = compile(
      plays(
        'metrics:\n  broken: {expression: SUM(»minuts)}\n  above: {expression: »broken / plays}\n  plays: {expression: COUNT(*)}\n  twice: {expression: plays * 2}',
      ),
    );
    expect([...model.metrics.keys()]).toEqual(['plays', 'twice']);
    expect(model.refused.get('broken')).toMatchObject({ code: 'UNKNOWN_COLUMN', at: marks[0] });
    expect(model.refused.get('above')).toMatchObject({
      code: 'UNKNOWN_COLUMN',
      at: marks[1],
      message: '"broken" cannot be used: "plays" has no column "minuts".',
    });
    expect(problems).toHaveLength(2);
  });

  test('a view keeps its sound metrics and dimensions', () => {
    const { model } = compile(
      members,
      'view: v\nmetrics: [members, nothing]\ndimensions: {country: country.name, bad: country.nmae}',
    );
    expect(model.views.get('v')?.metrics).toEqual(['members']);
    expect([...(model.views.get('v')?.dimensions.keys() ?? [])]).toEqual(['country']);
  });

  test('metrics may use others of any file, whatever the order', () => {
    const { model, problems } = compile(
      plays('metrics: {per_member: {expression: plays / members}, plays: {expression: COUNT(*)}}'),
      members,
    );
    expect(problems).toEqual([]);
    expect(model.metrics.get('per_member')).toMatchObject({
      kind: 'derived',
      type: 'double',
      datasets: ['plays', 'members'],
    });
  });
});

function check(cases: readonly Case[]): void {
  test.each(cases)('$name', ({ text, code, says, hint }) => {
    const { problems, marks } = compile(members, text);
    const expected = {
      code,
      at: marks[0],
      message: says ?? expect.any(String),
      ...(hint === undefined ? {} : { hint }),
    };
    expect(errorsIn(problems)).toEqual([expect.objectContaining(expected)]);
  });
}
