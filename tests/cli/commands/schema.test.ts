import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { runCommand } from '../../builders/command-line.js';

test.each([
  { args: [], file: 'schemas/metrics.schema.json' },
  { args: ['definitions'], file: 'schemas/metrics.schema.json' },
  { args: ['tests'], file: 'schemas/metric-tests.schema.json' },
])('grainline schema $args prints $file, in any folder', async ({ args, file }) => {
  const ran = await runCommand(['schema', ...args], { folder: '/' });
  expect(ran).toEqual({ exit: 0, out: readFileSync(file, 'utf8'), err: '' });
});

test('grainline schema of something else is no command', async () => {
  expect(await runCommand(['schema', 'rows'])).toMatchObject({ exit: 2, out: '' });
});
