import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { compileProject } from '../../src/server/compile.js';
import { readCommandLine } from '../../src/server/configuration/command-line.js';
import { readConfiguration } from '../../src/server/configuration/read-configuration.js';
import type { ReloadOutcome } from '../../src/server/reload.js';
import { type RunningServer, startServer } from '../../src/server/start-server.js';
import { writeBistro } from '../builders/bistro.js';
import { runCommand } from '../builders/command-line.js';
import { type Answered, json } from './shop.js';

const folder = mkdtempSync(join(tmpdir(), 'grainline-live-dbt-'));
const manifest = join(folder, 'target', 'semantic_manifest.json');
const reloads: ReloadOutcome[] = [];
const quiet = { warn: () => {}, error: () => {} };

let live: RunningServer;
let imported: RunningServer;
const serve = (args: readonly string[], environment: Record<string, string> = {}): Promise<RunningServer> => {
  const configuration = readConfiguration(readCommandLine([...args, '--port', '0']), environment, folder);
  const compile = () => compileProject(configuration.project, configuration.metrics, configuration).model;
  return startServer(configuration, compile, { log: quiet, onReload: (outcome) => reloads.push(outcome) });
};
beforeAll(async () => {
  await writeBistro(folder);
  live = await serve(['--dbt', 'target', '--dev']);
  expect((await runCommand(['import', 'dbt', 'target', '--out', 'metrics'], { folder })).exit).toBe(0);
  imported = await serve([]);
});
afterAll(async () => {
  await Promise.all([live, imported].map((server) => server.stop(500)));
  rmSync(folder, { recursive: true });
});

const ask = (server: RunningServer, query: string): Promise<Answered> =>
  json(
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      body: JSON.stringify({ query }),
      headers: { 'content-type': 'application/json' },
    }),
  );
const rowsOf = async (query: string) => [(await ask(live, query)).data, (await ask(imported, query)).data];

async function reloadAfter(change: () => void): Promise<ReloadOutcome> {
  const before = reloads.length;
  change();
  for (let tries = 0; tries < 1_000; tries++) {
    const came = reloads[before];
    if (came) return came;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('no reload came');
}

const QUESTIONS = [
  '{ query(input: {metrics: [revenue, orders], dimensions: [{path: "customer.country"}]}) { rows } }',
  '{ query(input: {metrics: [revenue_per_visit, growth, visit_to_order], dimensions: [{as: "month", path: "metric_time", grain: month}]}) { rows } }',
  '{ query(input: {metrics: [revenue_mtd], dimensions: [{as: "day", path: "metric_time", grain: day}], where: [{path: "status", is: {eq: "paid"}}]}) { rows } }',
  '{ revenueByCountry { rows { revenue } } }',
  '{ metrics(first: 100) { nodes { name label description } } }',
];

test.each(QUESTIONS)('a manifest that is served answers as the definitions made of it: %s', async (question) => {
  const [here, there] = await rowsOf(question);
  expect(here).toBeTruthy();
  expect(here).toEqual(there);
});

test('the environment names it too, and the folder of definitions is not looked at', async () => {
  const server = await serve(['--metrics', 'nowhere'], { GRAINLINE_DBT_MANIFEST: manifest });
  try {
    const question = QUESTIONS[0] ?? '';
    expect((await ask(server, question)).data).toEqual((await ask(imported, question)).data);
  } finally {
    await server.stop(500);
  }
});

test('a changed manifest is served without a restart; a bad one is refused, and the one before goes on', async () => {
  const text = readFileSync(manifest, 'utf8');
  const renamed = text.replaceAll('"revenue_mtd"', '"revenue_this_month"');
  expect(renamed).not.toBe(text);
  const has = async (name: string): Promise<boolean> =>
    (await ask(live, `{ metric(name: "${name}") { name } }`)).data?.metric != null;
  expect([await has('revenue_mtd'), await has('revenue_this_month')]).toEqual([true, false]);

  // dbt writes beside, and moves
  const good = await reloadAfter(() => {
    writeFileSync(`${manifest}.new`, renamed);
    renameSync(`${manifest}.new`, manifest);
  });
  expect(good.problems.map(({ code, severity }) => [code, severity])).toEqual([['IMPORT_NOT_EXACT', 'warning']]);
  expect([await has('revenue_mtd'), await has('revenue_this_month')]).toEqual([false, true]);

  for (const bad of ['{"semantic_models": [', '{"semantic_models": [], "metrics": 1}']) {
    const refused = await reloadAfter(() => writeFileSync(manifest, bad));
    expect(refused.problems).toMatchObject([{ code: 'INVALID_DEFINITION' }]);
    expect(await has('revenue_this_month')).toBe(true);
  }

  // dbt clean, dbt parse
  const gone = await reloadAfter(() => rmSync(join(folder, 'target'), { recursive: true }));
  expect(gone.problems).toMatchObject([{ code: 'UNREADABLE_FILE' }]);
  expect(await has('revenue_this_month')).toBe(true);
  await reloadAfter(() => {
    mkdirSync(join(folder, 'target'));
    writeFileSync(manifest, text);
  });
  expect([await has('revenue_mtd'), await has('revenue_this_month')]).toEqual([true, false]);
});

test.each([
  ['fmt'],
  ['codeowners'],
  ['rename', 'metric', 'revenue', 'sales'],
  ['new', 'metric', 'sales'],
  ['export', 'ossie'],
])('grainline %s is about files of one’s own', async (...args) => {
  const { exit, err } = await runCommand(args, { folder, environment: { GRAINLINE_DBT_MANIFEST: manifest } });
  expect([exit === 0, err]).toEqual([
    false,
    expect.stringContaining('The definitions of this project are those of dbt'),
  ]);
});

test('grainline query asks it', async () => {
  const { exit, out } = await runCommand(['query', 'revenue', '--dbt', 'target'], { folder });
  expect([exit, out]).toEqual([0, expect.stringContaining('revenue')]);
});

test('grainline test-metrics tests it, with tests in the folder of metrics', async () => {
  const testing = (name: string) => runCommand(['test-metrics', '--dbt', 'target', '--metrics', name], { folder });
  expect(await testing('nowhere')).toMatchObject({ exit: 2, err: expect.stringContaining('no tests of metrics') });
  mkdirSync(join(folder, 'tested'));
  const given = 'given: {visits: [{visit_id: 1}, {visit_id: 2}]}';
  writeFileSync(
    join(folder, 'tested', 'visits.test.yaml'),
    `${given}\ntests: [{name: each visit counts, ask: {metrics: visits}, expect: [{visits: 2}]}]\n`,
  );
  expect(await testing('tested')).toMatchObject({ exit: 0, out: expect.stringContaining('✓ each visit counts') });
});

test('grainline diff compares two manifests', async () => {
  for (const side of ['before', 'after']) {
    mkdirSync(join(folder, side, 'target'), { recursive: true });
    writeFileSync(join(folder, side, 'grainline.yaml'), 'dbt: target\n');
    const text = readFileSync(manifest, 'utf8');
    const changed = side === 'after' ? text.replaceAll('"revenue_mtd"', '"revenue_this_month"') : text;
    writeFileSync(join(folder, side, 'target', 'semantic_manifest.json'), changed);
  }
  const { exit, out } = await runCommand(['diff', 'before', 'after', '--no-numbers'], { folder });
  expect([exit, out]).toEqual([4, expect.stringContaining('The metric was renamed to "revenue_this_month".')]);
});
