import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { compileProject } from '../../src/server/compile.js';
import { readCommandLine } from '../../src/server/configuration/command-line.js';
import { readConfiguration } from '../../src/server/configuration/read-configuration.js';
import { type RunningServer, startServer } from '../../src/server/start-server.js';
import { examplesOf } from './page.js';

let server: RunningServer;
beforeAll(async () => {
  const environment = { GRAINLINE_PORT: '0', GRAINLINE_PROOFS: 'off' };
  const configuration = readConfiguration(readCommandLine([]), environment, 'examples/tpch');
  server = await startServer(configuration, () => compileProject('examples/tpch', configuration.metrics).model);
});
afterAll(() => server.stop(500));

interface Shown {
  readonly data: unknown;
  readonly extensions: { readonly cache: readonly { readonly state: string; readonly age: number }[] };
}

const examples = examplesOf('docs/caching.md');

test('the page has questions', () => expect(examples.length).toBeGreaterThan(2));

test.each(examples)('$title is answered as shown, after those before it', async ({ question, answer }) => {
  const body = JSON.stringify({ query: question.text });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${server.url}/graphql`, { method: 'POST', body, headers });
  const given = (await response.json()) as Shown;
  const shown = JSON.parse(answer?.text ?? '{}') as Shown;
  expect(given.data).toEqual(shown.data);
  expect(given.extensions.cache.map(({ state }) => state)).toEqual(shown.extensions.cache.map(({ state }) => state));
  for (const { age } of given.extensions.cache) expect(age).toBeGreaterThanOrEqual(0);
});
