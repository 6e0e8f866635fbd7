import { expect, test } from '@jest/globals';
import { sampleLoad } from '../../src/cli/sample-load.js';

async function load(...args: string[]): Promise<{ readonly exit: number; readonly out: string; readonly err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const exit = await sampleLoad(args, {
    environment: { GRAINLINE_TRINO_SERVER: 'http://127.0.0.1:1' },
    folder: process.cwd(),
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
  });
  return { exit, out: out.join(''), err: err.join('') };
}

test('says how it is used', async () => {
  expect(await load('--help')).toMatchObject({
    exit: 0,
    out: expect.stringContaining('Usage: grainline sample load'),
    err: '',
  });
});

test.each([
  { args: ['--scale', '0'], says: /--scale: expected a number above 0/ },
  { args: ['--scale', 'big'], says: /--scale: expected a number above 0 and up to 10, not "big"/ },
  { args: ['--stage-folder', 'x'], says: /belong together/ },
  { args: ['--sclae', '1'], says: /Unknown option '--sclae'/ },
  { args: ['--engine', 'duckdb'], says: /loaded into Trino.\n.*--engine trino/ },
])('$args is refused', async ({ args, says }) => {
  const { exit, out, err } = await load(...args);
  expect({ exit, out }).toEqual({ exit: 1, out: '' });
  expect(err).toMatch(says);
});
