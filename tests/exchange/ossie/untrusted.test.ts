import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { importOssie } from '../../../src/exchange/ossie/import/import-ossie.js';
import { errorsIn, ProblemError } from '../../../src/problems/problem.js';
import { runCommand } from '../../builders/command-line.js';
import { compile } from '../../builders/compile.js';
import { exported, projectOf } from './projects.js';

const metric = (expression: string): string => `version: 0.2.0.dev0
name: trial
datasets:
  - name: orders
    source: shop.orders
    fields: [{name: amount, datatype: Float, expression: {dialects: [{dialect: ANSI_SQL, expression: amount}]}}]
metrics:
  - {name: m, expression: {dialects: [{dialect: ANSI_SQL, expression: ${JSON.stringify(expression)}}]}}
`;

function refused(text: string): readonly string[] {
  try {
    importOssie({ path: 'theirs.yaml', text }, undefined);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ code, at, message }) => `${code} ${at?.file}:${at?.line}: ${message}`);
  }
}

describe('a document is refused, with its place', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefgh'.split('').map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(', ')}]`),
  ];
  test.each([
    [
      'a bomb of aliases',
      ['version: 0.2', ...bomb].join('\n'),
      /^INVALID_YAML theirs.yaml:\d+: Aliases stand for too many values/,
    ],
    ['brackets without end', `${'['.repeat(100_000)}`, /^INVALID_YAML theirs.yaml:1: /],
    ['no map', '[1, 2]', /^INVALID_DEFINITION theirs.yaml:1: It is no document/],
    ['nothing', '', /^INVALID_DEFINITION theirs.yaml:1: It is no document/],
    ['no version', 'name: x', /^INVALID_DEFINITION theirs.yaml:1: The document says no version/],
    ['another version', 'name: x\nversion: 3.0.0', /^INVALID_DEFINITION theirs.yaml:2: The version "3.0.0"/],
    ['a key that is there twice', 'version: 0.2\nname: x\nname: y', /^DUPLICATE_NAME theirs.yaml:3: /],
    [
      'a field without an expression',
      metric('1').replace('{name: amount,', '{naem: amount,'),
      /^INVALID_DEFINITION theirs.yaml:6: /,
    ],
    ['no datasets', 'version: 0.2\nname: x\ndatasets: []', /^INVALID_DEFINITION theirs.yaml:3: /],
  ])('%s', (_, text, told) => {
    expect(refused(text)[0]).toMatch(told);
  });
});

describe('SQL goes through our expression parser only', () => {
  test.each([
    ['a megabyte', `SUM(orders.amount + ${'1 + '.repeat(260_000)}1)`, 'INVALID_EXPRESSION'],
    ['a second statement', 'SUM(orders.amount); DROP TABLE orders', 'INVALID_EXPRESSION'],
    ['a comment', 'SUM(orders.amount) -- all', 'INVALID_EXPRESSION'],
    ['a subquery', '(SELECT MAX(x) FROM secrets)', 'INVALID_EXPRESSION'],
    ['a file', "SUM(READ_TEXT('/etc/passwd'))", 'UNKNOWN_FUNCTION'],
    ['a function of the engine', 'SUM(orders.amount) + CONSTRUCTOR(1)', 'UNKNOWN_FUNCTION'],
  ])('%s is a loss, with its code and place', (_, sql, code) => {
    const { files, report } = importOssie({ path: 'theirs.yaml', text: metric(sql) }, undefined);
    const losses = report.filter(({ outcome }) => outcome === 'loss');
    expect(losses.map((line) => [line.what, line.place, line.code])).toEqual([['metric "m"', 'metrics[0]', code]]);
    expect(losses[0]?.message.length).toBeLessThan(600);
    expect(files.map(({ text }) => text).join()).not.toContain('m:');
  });
});

test.each(['__proto__', 'constructor', 'prototype', 'toString', '../x', 'a b', 'select', '', 'x"; --', 'é', '1'])(
  'whatever is called %j, what is written compiles below its folder',
  (name) => {
    const text = JSON.stringify({
      version: '0.2.0.dev0',
      name,
      datasets: [
        { name, source: name, fields: [field(name, name), field('ok', `${name}.x`)], primary_key: [name] },
        {
          name: 'orders',
          source: 'shop.orders',
          primary_key: [name],
          unique_keys: [[name]],
          fields: [field(name, 'ok'), field('ok', name)],
        },
      ],
      relationships: [{ name, from: 'orders', to: name, from_columns: [name], to_columns: [name] }],
      metrics: [
        { name, expression: expression(`SUM(orders.${name})`) },
        { name: 'm', expression: expression(`COUNT(orders.ok) / ${name}`) },
      ],
    });
    expectSound(text);
  },
);

const expression = (sql: string) => ({ dialects: [{ dialect: 'ANSI_SQL', expression: sql }] });
const field = (name: string, sql: string) => ({ name, expression: expression(sql) });

test('whatever texts a document of ours has in it, it is refused, or what is written compiles below its folder', () => {
  const { text } = exported(projectOf('examples/change/before/metrics'), '0.1.1');
  const words = [...new Set([...text.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([word]) => word))];
  const junk = fc.oneof(
    fc.constantFrom('__proto__', '', '../x', 'a.b', 'SUM(', 'orders.amount', '{}', '\u0000'),
    fc.string({ maxLength: 12 }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...words), junk), { minLength: 1, maxLength: 3 }), (changes) => {
      expectSound(changes.reduce((all, [word, by]) => all.replaceAll(word, () => JSON.stringify(by)), text));
    }),
    { numRuns: 60 },
  );
}, 60_000);

function expectSound(text: string): void {
  for (const prefer of ['plain', 'definitions'] as const) {
    try {
      const { files } = importOssie({ path: 'x', text }, prefer);
      for (const { path } of files) expect(path).toMatch(/^(views\/)?[a-z][a-z0-9_]*\.yaml$/);
      expect(errorsIn(compile(...files.map((file) => file.text)).problems)).toEqual([]);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
  }
}

describe('the command', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'grainline-ossie-'));
    writeFileSync(join(folder, 'ours.json'), exported(projectOf('examples/change/before/metrics'), '0.1.1').text);
    writeFileSync(join(folder, 'latin1.json'), Buffer.from('{"version": "0.1.1", "name": "caf\xe9"}', 'latin1'));
    mkdirSync(join(folder, 'elsewhere'));
    mkdirSync(join(folder, 'linked'));
    symlinkSync(join(folder, 'elsewhere', 'orders.yaml'), join(folder, 'linked', 'orders.yaml'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('refuses what is not UTF-8, with its place', async () => {
    const { exit, err } = await runCommand(['import', 'ossie', 'latin1.json', '--out', 'x'], { folder });
    expect(exit).toBe(2);
    expect(err).toContain('latin1.json:1:1 UNREADABLE_FILE The file is not UTF-8.');
  });

  test('writes through no link, not even when forced', async () => {
    const { exit, err } = await runCommand(['import', 'ossie', 'ours.json', '--out', 'linked', '--force'], { folder });
    expect(exit).toBe(2);
    expect(err).toContain('leads out of the folder, and nothing was written');
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
  });
});
