import { expect, test } from '@jest/globals';
import { runCommand } from '../../builders/command-line.js';

const load = (...args: readonly string[]) =>
  runCommand(['sample', 'load', ...args], { environment: { GRAINLINE_TRINO_SERVER: 'http://127.0.0.1:1' } });

test('says how it is used', async () => {
  expect(await load('--help')).toMatchObject({
    exit: 0,
    out: expect.stringContaining('Usage: grainline sample load'),
    err: '',
  });
});

test.each([
  { args: ['--scale', '0'], says: /'--scale <number>' argument '0' is invalid. Expected a number above 0/, exit: 2 },
  { args: ['--scale', 'big'], says: /argument 'big' is invalid/, exit: 2 },
  { args: ['--stage-folder', 'x'], says: /belong together/, exit: 1 },
  { args: ['--sclae', '1'], says: /unknown option '--sclae'/, exit: 2 },
  { args: ['--engine', 'duckdb'], says: /loaded into Trino.\n.*--engine trino/, exit: 1 },
])('$args is refused', async ({ args, says, exit }) => {
  const { err, ...ran } = await load(...args);
  expect(ran).toEqual({ exit, out: '' });
  expect(err).toMatch(says);
});
