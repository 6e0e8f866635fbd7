import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { metricTestsJsonSchema } from '../../../src/cli/metric-tests/json-schema.js';
import { findTestFiles } from '../../../src/definitions/files.js';
import { runCommand } from '../../builders/command-line.js';
import { blocksOf } from '../../docs/page.js';

const DEFINITIONS = `dataset: plays
table: s.plays
columns: {id: bigint, device: text, day: date, at: timestamp, minutes: "decimal(8,2)", score: double, done: boolean}
key: [id]
time: day
links:
  promos: {to: promos, on: {device: device}, many: true}
metrics:
  plays: {expression: COUNT(*), empty: 0, dense: true}
  minutes: {expression: SUM(minutes)}
  score: {expression: SUM(score)}
---
dataset: promos
table: promos
columns: {promo_id: integer, device: text, name: text}
key: [promo_id]
---
dataset: finished
sql: SELECT p.id, p.day FROM s.plays AS p WHERE p.done
columns: {id: bigint, day: date}
key: [id]
time: day
metrics:
  finished: {expression: COUNT(*), empty: 0}
---
spine: {table: s.days, column: day, grain: day, grains: [fiscal_quarter]}
---
calendar: {retail: {year_starts: 02-01}}
---
dataset: odd
table: odd
columns: {id: integer, device: integer}
---
dataset: odd_again
table: odd
columns: {id: bigint, device: text}
`;

const GIVEN = `given:
  plays: |
    id | device | day        | minutes | done
    1  | tv     | 2025-01-01 | 10.5    | true
    2  | tv     | 2025-01-04 | 3       | true
    3  | web    | 2025-01-04 | NULL    | false
`;

let project = '';
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'metric-tests-'));
  mkdirSync(join(project, 'metrics'));
  writeFileSync(join(project, 'metrics/plays.yaml'), DEFINITIONS);
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

/** Runs one file of tests over the definitions above. */
async function run(tests: string, ...args: readonly string[]) {
  writeFileSync(join(project, 'metrics/plays.test.yaml'), tests);
  return runCommand(['test-metrics', '--project', project, ...args]);
}

const testOf = (rest: string): string => `${GIVEN}tests:\n  - name: it\n${rest.replaceAll(/^(?=.)/gm, '    ')}`;

describe('grainline test-metrics', () => {
  test.each(findTestFiles('.').files)('the JSON Schema takes $path', ({ text }) => {
    const validate = new Ajv({ strict: false, allErrors: true }).compile(metricTestsJsonSchema());
    expect(validate(parse(text)) || validate.errors).toBe(true);
    expect(validate({ tests: [{ name: 'it', aks: {} }] })).toBe(false);
  });

  test('runs the tests of the sample', async () => {
    const { exit, out } = await runCommand(['test-metrics']);
    expect(out).toMatch(/\n\d+ tests in 3 files: \d+ passed\.\n$/);
    expect(exit).toBe(0);
  });

  test('shows the page’s test and how it fails, on the sample', async () => {
    const blocks = blocksOf(readFileSync('docs/cli.md', 'utf8'));
    const at = blocks.findIndex(({ language, text }) => language === 'yaml' && text.includes('tests:'));
    cpSync('metrics', join(project, 'metrics'), { recursive: true });
    rmSync(join(project, 'metrics/plays.yaml'));
    writeFileSync(join(project, 'metrics/streaming/plays.test.yaml'), blocks[at]?.text ?? '');
    const { exit, out } = await runCommand(['test-metrics', '--project', project, '-t', 'A MEMBER']);
    expect({ exit, out: out.trimEnd() }).toEqual({ exit: 1, out: blocks[at + 1]?.text });
  });

  test.each([
    {
      name: 'numbers by their value, NULL, and any order of rows and columns',
      rest: `ask: {metrics: [plays, minutes], by: device}
expect:
  - {plays: 1, device: web, minutes: null}
  - {plays: 2, device: tv, minutes: 13.5}`,
    },
    {
      name: 'doubles to their ninth digit',
      rest: `given: {plays: [{id: 1, score: 0.1}, {id: 2, score: 0.2}]}
ask: {metrics: score}
expect: [{score: 0.3}]`,
    },
    {
      name: 'the rows of the test in place of those of the file',
      rest: 'given: {s.plays: []}\nask: {metrics: plays}\nexpect: [{plays: 0}]',
    },
    {
      name: 'no rows',
      rest: 'ask: {metrics: plays, by: device, where: "device = \'radio\'"}\nexpect: []',
    },
    { name: 'datasets given by sql', rest: 'ask: {metrics: finished}\nexpect: [{finished: 2}]' },
    {
      name: 'days of a spine that is not given, from the first to the last of the rows',
      rest: `ask: {metrics: plays, by: "day=metric_time:day"}
expect: |
  day        | plays
  2025-01-01 | 1
  2025-01-02 | 0
  2025-01-03 | 0
  2025-01-04 | 2`,
    },
    {
      name: 'days of the range that is asked',
      rest: `ask: {metrics: plays, by: "day=metric_time:day", from: 2025-01-04, through: 2025-01-05}
expect: [{day: 2025-01-04, plays: 2}, {day: 2025-01-05, plays: 0}]`,
    },
    {
      name: 'custom grains of a spine that is given',
      rest: `given: {s.days: [{day: 2025-01-01, fiscal_quarter: 2024-11-01}, {day: 2025-01-04, fiscal_quarter: 2024-11-01}]}
ask: {metrics: plays, by: "quarter=metric_time:fiscal_quarter"}
expect: [{quarter: 2024-11-01, plays: 3}]`,
    },
    {
      name: 'relative ranges in custom grains, as the spine has them',
      rest: `now: 2025-02-02
given:
  s.days: [{day: 2025-01-01, fiscal_quarter: 2025-01-01}, {day: 2025-01-04, fiscal_quarter: 2025-01-04}, {day: 2025-02-01, fiscal_quarter: 2025-02-01}, {day: 2025-02-02, fiscal_quarter: 2025-02-01}, {day: 2025-05-01, fiscal_quarter: 2025-05-01}]
ask: {metrics: plays, last: 1 fiscal_quarter}
expect: [{plays: 2}]`,
    },
    {
      name: 'custom grains by a rule',
      rest: `ask: {metrics: plays, by: "year=metric_time:retail_year"}
expect: [{year: 2024-02-01, plays: 3}]`,
    },
    {
      name: 'a clock that stands',
      rest: 'now: 2025-01-05\nask: {metrics: plays, last: 2 days}\nexpect: [{plays: 2}]',
    },
    {
      name: 'rows in their order',
      rest: 'ask: {metrics: plays, by: device, order: "plays:desc", limit: 1}\nexpect: [{device: tv, plays: 2}]',
    },
    {
      name: 'texts in quotes',
      rest: `given:\n  plays: |\n    id | device\n    1  | 'it''s'\n    2  | ''\nask: {metrics: plays, by: device}\nexpect:\n  - {device: "it's", plays: 1}\n  - {device: "", plays: 1}`,
    },
    { name: 'a refusal', rest: 'ask: {metrics: playz}\nrefused: UNKNOWN_METRIC' },
  ])('passes: $name', async ({ rest }) => {
    expect(await run(testOf(rest))).toEqual({
      exit: 0,
      out: 'metrics/plays.test.yaml\n  ✓ it\n\n1 test in 1 file: 1 passed.\n',
      err: '',
    });
  });

  test.each([
    {
      name: 'each difference of rows',
      rest: 'ask: {metrics: [plays, minutes], by: device}\nexpect: |\n  device | plays | minutes\n  tv     | 3     | 13.50\n  phone  | 1     | NULL',
      says: `
       device     plays  minutes
    ─  ──────  ────────  ───────
    ~  tv      2, not 3    13.50
    -  phone          1     NULL
    +  web            1     NULL
    ~ differs, - is missing, + was not expected; 0 rows are as expected.`,
    },
    {
      name: 'NULL is not zero',
      rest: 'ask: {metrics: minutes, by: device}\nexpect: [{device: tv, minutes: 13.5}, {device: web, minutes: 0}]',
      says: `
       device      minutes
    ─  ──────  ───────────
    ~  web     NULL, not 0
    ~ differs; 1 row is as expected.`,
    },
    {
      name: 'a row that comes twice',
      rest: 'ask: {metrics: plays}\nexpect: [{plays: 3}, {plays: 3}]',
      says: `
       plays
    ─  ─────
    -      3
    - is missing; 1 row is as expected.`,
    },
    {
      name: 'another order',
      rest: 'ask: {metrics: plays, by: device, order: plays}\nexpect: [{device: tv, plays: 2}, {device: web, plays: 1}]',
      says: `
    The rows came in another order:
       device  plays
    ─  ──────  ─────
       web         1
       tv          2`,
    },
    {
      name: 'other columns',
      rest: 'ask: {metrics: plays, by: device}\nexpect: [{devise: tv, plays: 2}]',
      says: `
    The answer has no column devise.
    The answer also has the column device.
    Its columns: device, plays.`,
    },
    {
      name: 'an answer in place of a refusal',
      rest: 'ask: {metrics: plays}\nrefused: NO_TIME',
      says: '\n    The question is answered with 1 row; expected was its refusal with NO_TIME.',
    },
    {
      name: 'a question that is refused, at its word',
      rest: 'ask: {metrics: plays, by: [device, devize]}\nexpect: []',
      says: `
    The question is refused:
    metrics/plays.test.yaml:9:40 UNKNOWN_DIMENSION "plays" has no dimension "devize".
        9 |     ask: {metrics: plays, by: [device, devize]}
          |                                        ^
      Did you mean "device"?`,
    },
    {
      name: 'a condition that cannot be read',
      rest: 'ask: {metrics: plays, where: "minutes >> 1"}\nexpect: []',
      says: /:9:34 INVALID_EXPRESSION Expected a value/,
    },
    {
      name: 'a clock that nobody stopped',
      rest: 'ask: {metrics: plays, last: 2 days}\nexpect: []',
      says: /INVALID_DEFINITION The answer depends on the day on which the test is run/,
    },
    {
      name: 'custom grains of a spine without rows',
      rest: 'ask: {metrics: plays, by: "metric_time:fiscal_quarter"}\nexpect: []',
      says: /The question reads custom grains of "s.days", and the test gives it no rows/,
    },
    {
      name: 'rows without the key that the answer relies on',
      rest: 'given: {plays: [{device: tv}, {device: tv}], promos: [{promo_id: 1, device: tv, name: a}]}\nask: {metrics: plays, by: promos.name}\nexpect: [{promos.name: a, plays: 2}]',
      says: /KEY_NOT_UNIQUE "id" of "plays" is not unique: null stands in 2 rows/,
    },
  ])('fails: $name', async ({ rest, says }) => {
    const { exit, out } = await run(testOf(rest));
    expect(out).toMatch(says);
    expect(out).toContain('✗ it (metrics/plays.test.yaml:8)');
    expect(out).toMatch(/\n1 test in 1 file: 0 passed, 1 failed\.\n$/);
    expect(exit).toBe(1);
  });

  test.each([
    { name: 'YAML', text: 'tests: [', says: /^ {2}\S+:1:9 INVALID_YAML/m },
    {
      name: 'no tests',
      text: 'given: {}',
      says: /:1:1 INVALID_DEFINITION A file of metric tests needs a list "tests"/,
    },
    {
      name: 'a key',
      text: testOf('aks: {}\nexpect: []'),
      says: /:9:5 INVALID_DEFINITION Test "it" has no key "aks"(.|\n)*Did you mean "ask"/,
    },
    {
      name: 'neither rows nor a refusal',
      text: testOf('ask: {metrics: plays}'),
      says: /:8:5 INVALID_DEFINITION Test "it" needs one of "expect" and "refused"/,
    },
    {
      name: 'a code',
      text: testOf('ask: {metrics: plays}\nrefused: NO_TIEM'),
      says: /:10:14 INVALID_VALUE There is no problem "NO_TIEM"(.|\n)*Did you mean "NO_TIME"/,
    },
    {
      name: 'a dataset',
      text: 'given:\n  play: []\ntests: []',
      says: /:2:3 UNKNOWN_DATASET There is no dataset or table "play"(.|\n)*Did you mean "plays"/,
    },
    {
      name: 'a dataset without a table',
      text: 'given:\n  finished: []\ntests: []',
      says: /:2:3 UNKNOWN_DATASET "finished" has no table of its own/,
    },
    {
      name: 'names that every object has',
      text: `${testOf('ask: {metrics: plays}\nrefused: constructor')}\n    given: {__proto__: [{toString: 1}]}`,
      says: /INVALID_VALUE There is no problem "constructor"(.|\n)*UNKNOWN_DATASET There is no dataset or table "__proto__"/,
    },
    {
      name: 'a column of two types',
      text: 'given:\n  odd: []\ntests: []',
      says: /:2:3 TYPE_MISMATCH "device" of "odd" is declared as integer and as text/,
    },
    {
      name: 'a column',
      text: 'given:\n  plays: |\n    id | devize\ntests: []',
      says: /:3:10 UNKNOWN_COLUMN Table "s.plays" has no declared column "devize"(.|\n)*Did you mean "device"/,
    },
    {
      name: 'a row',
      text: 'given:\n  plays: |\n    id | device\n    1\ntests: []',
      says: /:4:5 INVALID_DEFINITION The row has 1 cells, the table 2 columns/,
    },
    {
      name: 'a number',
      text: 'given:\n  plays: |\n    id | minutes\n    1  | 2.555\ntests: []',
      says: /:4:10 TYPE_MISMATCH "2.555" is not a value of minutes: decimal\(8,2\) is expected/,
    },
    {
      name: 'a day',
      text: 'given:\n  plays: [{day: 2025-02-30}]\ntests: []',
      says: /:2:17 TYPE_MISMATCH "2025-02-30" is not a value of day: date is expected/,
    },
    {
      name: 'a truth value',
      text: 'given:\n  plays: [{done: yes}]\ntests: []',
      says: /TYPE_MISMATCH "yes" is not a value of done: boolean is expected/,
    },
    {
      name: 'a span',
      text: testOf('ask: {metrics: plays, last: week}\nexpect: []'),
      says: /:9:33 INVALID_VALUE "week" is not such as 7 days/,
    },
    {
      name: 'a name twice',
      text: `${testOf('ask: {metrics: plays}\nexpect: [{plays: 3}]')}\n  - {name: it, ask: {metrics: plays}, expect: []}`,
      says: /DUPLICATE_NAME Two tests of the file are named "it"/,
    },
  ])('refuses $name with its place', async ({ text, says }) => {
    const { exit, out } = await run(text);
    expect(out).toMatch(says);
    expect(exit).toBe(1);
  });

  test('a broken test keeps no other from running', async () => {
    const { out } = await run(
      `${GIVEN}tests:\n  - {name: broken}\n  - {name: whole, ask: {metrics: plays}, expect: [{plays: 3}]}\n`,
    );
    expect(out).toContain('✓ whole');
    expect(out).toMatch(/1 test in 1 file: 1 passed, 1 problem\.\n$/);
  });

  test('rows of one test are gone in the next', async () => {
    const { exit } = await run(`tests:
  - {name: a, given: {plays: [{id: 1, device: tv}]}, ask: {metrics: plays}, expect: [{plays: 1}]}
  - {name: b, ask: {metrics: plays}, expect: [{plays: 0}]}
  - {name: c, given: {plays: [{id: 1}]}, ask: {metrics: plays, by: device}, expect: [{device: null, plays: 1}]}
`);
    expect(exit).toBe(0);
  });

  test('as JSON, and as JUnit XML that parses', async () => {
    const odd = `- {name: '<&"> ]]> \u0007', ask: {metrics: plays}, expect: [{plays: 4}]}`;
    const text = `${GIVEN}tests:\n  - {name: good, ask: {metrics: plays}, expect: [{plays: 3}]}\n  ${odd}\n  - {name: broken}\n`;
    const { exit, out } = await run(text, '--json', '--junit', join(project, 'junit.xml'));
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      files: [
        {
          path: 'metrics/plays.test.yaml',
          problems: [{ code: 'INVALID_DEFINITION', line: 10 }],
          tests: [
            { name: 'good', line: 8, passed: true },
            { passed: false, failure: { kind: 'rows', difference: { differing: [{ expected: ['4'], came: [3] }] } } },
          ],
        },
      ],
      passed: 1,
      failed: 1,
      problems: 1,
    });
    const xml = readFileSync(join(project, 'junit.xml'), 'utf8');
    expect(xml).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="grainline" tests="3" failures="1" errors="1"/,
    );
    expect(xml).toContain('name="&lt;&amp;&quot;&gt; ]]&gt; \uFFFD"');
    expect(unbalanced(xml)).toEqual([]);
  });

  test('says that there is nothing to run', async () => {
    expect(await run('tests: []')).toMatchObject({ exit: 2, err: expect.stringContaining('has no tests of metrics') });
    expect(await run(testOf('ask: {metrics: plays}\nexpect: []'), '-t', 'other')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('No test has "other" in its name'),
    });
  });
});

/** What an XML reader would stumble over: tags that do not close, bare signs, characters that XML does not have. */
function unbalanced(xml: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const TAG = /<(\/?)(\w+)((?: \w+="[^"<]*")*)(\/?)>/g;
  for (const [tag, closes, name = '', , isEmpty] of xml.replace(/^<\?.*\?>/, '').matchAll(TAG)) {
    if (closes) {
      if (open.pop() !== name) wrong.push(tag);
    } else if (!isEmpty) open.push(name);
  }
  const rest = xml.replace(/^<\?.*\?>/, '').replaceAll(TAG, '');
  const bare = /[<>]|&(?!(amp|lt|gt|quot|#10|#9);)/.exec(rest) ?? [];
  return [...wrong, ...open, ...bare, ...[...xml].filter((each) => each < ' ' && each !== '\n')];
}
