import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findDefinitionFiles, findTestFiles } from '../../src/definitions/files.js';
import { type LanguageServer, openLanguageServer } from '../builders/language-server.js';

const FOLDER = 'metrics/streaming';
const HEADER = '# yaml-language-server: $schema=../../schemas/metrics.schema.json\n';
const TESTS = '# yaml-language-server: $schema=../../schemas/metric-tests.schema.json\n';
const PLAYS = `${HEADER}dataset: plays\ntable: streaming.plays\ncolumns: {minutes: integer, started_at: timestamp}\n`;

const PROJECTS = ['.', 'examples/tpch', 'examples/change/before', 'examples/change/after'];
const FILES = PROJECTS.flatMap((project) =>
  [findDefinitionFiles, findTestFiles].flatMap((find) => find(project).files.map(({ path }) => join(project, path))),
);

let server: LanguageServer;
beforeAll(async () => {
  server = await openLanguageServer();
});
afterAll(() => server.close());

const labelsAt = async (marked: string): Promise<readonly string[]> =>
  (await server.complete(FOLDER, marked)).map(({ label }) => label);

describe('an editor completes', () => {
  test('the kinds of files, in an empty one', async () => {
    expect(await labelsAt(`${HEADER}▮`)).toEqual(['dataset', 'view', 'spine', 'calendar']);
  });

  test('the keys of the kind of file that it is, and no others', async () => {
    expect(await labelsAt(`${HEADER}view: watching\n▮`)).toEqual([
      ...['label', 'description', 'owner', 'tags', 'state', 'deprecated', 'tier', 'domain', 'metrics', 'View'],
      'dimensions',
    ]);
    expect(await labelsAt(`${PLAYS}▮`)).toEqual(expect.arrayContaining(['key', 'time', 'links', 'metrics']));
  });

  test('a metric of each kind, with places to fill in', async () => {
    const items = await server.complete(FOLDER, `${PLAYS}metrics:\n  ▮`);
    expect(items.map(({ label }) => label)).toEqual([
      ...['metric', 'ratio', 'cumulative', 'conversion', 'funnel', 'share', 'rank', 'multi-stage'],
    ]);
    expect(items[1]?.insertText).toBe(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a snippet
      '${1:name}:\n  kind: ratio\n  numerator: ${2:metric}\n  denominator: ${3:metric}',
    );
  });

  test('the keys of a metric: those of its kind', async () => {
    const keys = await labelsAt(`${PLAYS}metrics:\n  hours:\n    ▮`);
    expect(keys).toEqual(expect.arrayContaining(['expression', 'kind', 'where', 'semi_additive', 'format']));
    expect(keys).not.toContain('trailing');
    const ofWindow = await labelsAt(`${PLAYS}metrics:\n  hours_7d:\n    kind: cumulative\n    ▮`);
    expect(ofWindow).toEqual(expect.arrayContaining(['of', 'trailing', 'to_date', 'period']));
    expect(ofWindow).not.toContain('expression');
  });

  test('keys with their colon, whatever stands behind it', async () => {
    const items = await server.complete(FOLDER, `${PLAYS}metrics:\n  hours:\n    ▮`);
    expect(items.filter(({ insertText = '' }) => !insertText.includes(':'))).toEqual([]);
  });

  test.each([
    {
      of: 'kinds',
      at: 'metrics:\n  a:\n    kind: ▮',
      words: ['simple', 'derived', 'ratio', 'cumulative', 'conversion', 'funnel', 'share', 'rank', 'multi_stage'],
    },
    {
      of: 'grains',
      at: 'metrics:\n  a:\n    kind: cumulative\n    to_date: ▮',
      words: ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'],
    },
    {
      of: 'the second aggregate',
      at: 'metrics:\n  a:\n    kind: multi_stage\n    then: ▮',
      words: ['avg', 'sum', 'min', 'max', 'median', 'count', 'count_distinct'],
    },
    { of: 'states', at: 'metrics:\n  a: {state: ▮}', words: ['draft', 'certified', 'deprecated'] },
    { of: 'what is shown without rows', at: 'metrics:\n  a:\n    empty: ▮', words: ['0', 'null'] },
    { of: 'joins', at: 'links:\n  a:\n    join: ▮', words: ['left', 'inner'] },
    {
      of: 'spans',
      at: 'metrics:\n  a:\n    kind: cumulative\n    trailing: ▮',
      words: ['7 days', '28 days', '1 month', '1 year'],
    },
  ])('the words of $of', async ({ at, words }) => {
    expect(await labelsAt(PLAYS + at)).toEqual(words);
  });

  test('each kind with what it is', async () => {
    const items = await server.complete(FOLDER, `${PLAYS}metrics:\n  a:\n    kind: ▮`);
    expect(items.find(({ label }) => label === 'share')?.documentation).toBe("A group's part of the whole.");
  });

  test('the types of columns', async () => {
    expect(await labelsAt(`${HEADER}dataset: a\ncolumns:\n  b: ▮`)).toEqual(
      expect.arrayContaining(['integer', 'decimal(12,2)', 'timestamp', 'hll']),
    );
  });

  test('the words of a question in a file of tests', async () => {
    expect(await labelsAt(`${TESTS}tests:\n  - name: one\n    ask:\n      metrics: plays\n      ▮`)).toEqual(
      expect.arrayContaining(['by', 'where', 'compare', 'top']),
    );
  });
});

describe('an editor tells on hovering', () => {
  test.each([
    { of: 'a key of a dataset', at: 'seg▮ments: {a: minutes > 5}', says: /^#### Segments\n\nNamed conditions\./ },
    {
      of: 'a key of a metric',
      at: 'metrics:\n  hours:\n    expr▮ession: SUM(minutes)',
      says: /Aggregates of columns and paths, such as SUM\(minutes\)/,
    },
    {
      of: 'a key of a kind',
      at: 'metrics:\n  a:\n    kind: cumulative\n    of: hours\n    trai▮ling: 7 days',
      says: /The time up to and with each period: 7 days\./,
    },
    {
      of: 'a kind',
      at: 'metrics:\n  a:\n    kind: sha▮re\n    of: hours',
      says: /#### Kind\n\nWhat kind of metric it is\.[\s\S]*\* `share`: A group's part of the whole\./,
    },
    {
      of: 'a key within a key',
      at: 'metrics:\n  a:\n    expression: SUM(minutes)\n    semi_additive: {over: started_at, ta▮ke: last}',
      says: /Which end of the period stands for it, or the mean of its days\.[\s\S]*\* `average`/,
    },
  ])('the description of $of', async ({ at, says }) => {
    expect(await server.hover(FOLDER, PLAYS + at)).toMatch(says);
  });
});

describe('an editor marks', () => {
  test.each([
    {
      what: 'an unknown key of a metric',
      text: 'metrics:\n  a: {expression: COUNT(*), [formt]: percent}',
      says: 'Property formt is not allowed.',
    },
    {
      what: 'an unknown key of a kind',
      text: 'metrics:\n  a:\n    kind: share\n    of: b\n    [trailing]: 7 days',
      says: 'Property trailing is not allowed.',
    },
    { what: 'an unknown key of a dataset', text: '[metricz]: {}', says: 'Property metricz is not allowed.' },
    {
      what: 'an unknown kind, once',
      text: 'metrics:\n  a: {kind: [ratoi], numerator: b, denominator: c}',
      says: /^Value is not accepted\. Valid values: "simple", "derived", "ratio"/,
    },
    {
      what: 'a key that is missing',
      text: 'metrics:\n  [a]: {kind: ratio, numerator: b}',
      says: 'Missing property "denominator".',
    },
    {
      what: 'a span that is none',
      text: 'metrics:\n  a: {kind: cumulative, of: b, trailing: [week]}',
      says: /does not match the pattern/,
    },
    {
      what: 'an unknown type',
      text: 'partition: {ds: {from: started_at, [lat]: 3 days}}',
      says: 'Property lat is not allowed.',
    },
  ])('$what, at its place', async ({ text, says }) => {
    const [, before = '', word = ''] = /^([\s\S]*?)\[(\w+)\]/.exec(PLAYS + text) ?? [];
    const lines = before.split('\n');
    const start = { line: lines.length - 1, character: lines.at(-1)?.length };
    const found = await server.diagnose(FOLDER, (PLAYS + text).replace(`[${word}]`, word));
    expect(found.map(({ message, range }) => ({ message, start: range.start }))).toEqual([
      { message: typeof says === 'string' ? says : expect.stringMatching(says), start },
    ]);
  });

  test('an unknown type of a column, with those that there are', async () => {
    const found = await server.diagnose(FOLDER, `${HEADER}dataset: a\ncolumns: {b: intger, c: "DECIMAL(10, 2)"}\n`);
    expect(found.map(({ message }) => message)).toEqual([expect.stringMatching(/^Types are integer, bigint/)]);
  });

  test('an unknown key of a view’s dimension', async () => {
    const view = 'view: a\nmetrics: [b]\ndimensions: {c: {path: d, descripton: e}, f: {plays: g}}\n';
    const found = await server.diagnose(FOLDER, HEADER + view);
    expect(found.map(({ message }) => message)).toEqual(['Property descripton is not allowed.']);
  });

  test('nothing in the definitions and tests of this repository, by the schema that each names itself', async () => {
    const texts = FILES.map((file) => ({ file, text: readFileSync(file, 'utf8') }));
    for (const { text } of texts) expect(text).toMatch(/^# yaml-language-server: \$schema=\S+\.schema\.json$/m);
    const found = await Promise.all(
      texts.map(async ({ file, text }) => ({ file, diagnostics: await server.diagnose(dirname(file), text) })),
    );
    expect(found.filter(({ diagnostics }) => diagnostics.length > 0)).toEqual([]);
    expect(found.length).toBeGreaterThan(30);
  });
});
