import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';

jest.setTimeout(120_000);

const GRAINLINE = join(process.cwd(), 'scripts/grainline.mjs');
const ESCAPE = '\u001b[';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'grainline-terminal-'));
  mkdirSync(join(folder, 'metrics'));
  writeFileSync(join(folder, 'grainline.yaml'), '');
  writeFileSync(
    join(folder, 'metrics/a.yaml'),
    'dataset: a\ntable: a\ncolumns: {x: integer}\nmetrics: {n: {expression: SUM(y)}}\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const { FORCE_COLOR: _force, NO_COLOR: _none, ...plain } = process.env;
const environment = (own: Readonly<Record<string, string>>) => ({ ...plain, TERM: 'xterm', ...own });

function piped(args: readonly string[], own: Readonly<Record<string, string>> = {}): string {
  const { stdout, stderr } = spawnSync(process.execPath, [GRAINLINE, ...args], {
    env: environment(own),
    encoding: 'utf8',
  });
  return stdout + stderr;
}

/** `script` gives a command a terminal; the one of util-linux takes these flags. */
const inTerminal = (command: string, own: Readonly<Record<string, string>> = {}): string =>
  spawnSync('script', ['-qec', command, '/dev/null'], {
    env: environment(own),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).stdout;
const hasScript = inTerminal('printf there')?.includes('there') ?? false;
if (!hasScript) process.stderr.write('SKIPPED: there is no script(1), so nothing runs in a terminal.\n');
const testInTerminal = hasScript ? test : test.skip;

const check = () => `"${process.execPath}" "${GRAINLINE}" check --project "${folder}"`;

describe('in a terminal', () => {
  testInTerminal('problems stand out', () => {
    const out = inTerminal(check());
    expect(out).toContain(`${ESCAPE}1mmetrics/a.yaml:4:31${ESCAPE}22m ${ESCAPE}31mUNKNOWN_COLUMN${ESCAPE}39m`);
    expect(out).toContain(`${ESCAPE}31m^${ESCAPE}39m`);
    expect(out).toContain(`${ESCAPE}31m1 problem${ESCAPE}39m in 1 file.`);
  });

  testInTerminal.each([
    { name: 'with --no-color', flag: ' --no-color', own: {} },
    { name: 'with NO_COLOR', flag: '', own: { NO_COLOR: '1' } },
    { name: 'of no abilities', flag: '', own: { TERM: 'dumb' } },
  ])('they do not $name', ({ flag, own }) => {
    const out = inTerminal(check() + flag, own);
    expect(out).toContain('UNKNOWN_COLUMN');
    expect(out).not.toContain(ESCAPE);
  });
});

describe('in a pipe', () => {
  test.each([
    { command: 'check', args: (): string[] => ['check', '--project', folder], says: 'UNKNOWN_COLUMN' },
    { command: 'check of what is well', args: () => ['check'], says: 'No problems' },
    { command: 'a test that fails', args: () => ['test-metrics', '--project', folder], says: 'UNKNOWN_COLUMN' },
    { command: 'a test', args: () => ['test-metrics', '-t', 'completion rate'], says: '✓' },
    { command: 'a patch', args: () => ['rename', 'metric', 'plays', 'views', '--dry-run'], says: '+++' },
    { command: 'diff', args: () => ['diff', 'HEAD', '--no-numbers'], says: '' },
  ])('nothing of a colour is in what $command says', ({ args, says }) => {
    const out = piped(args());
    expect(out).toContain(says);
    expect(out).not.toContain(ESCAPE);
  });

  test('but where FORCE_COLOR asks for it', () => {
    expect(piped(['check', '--project', folder], { FORCE_COLOR: '1' })).toContain(`${ESCAPE}31mUNKNOWN_COLUMN`);
  });
});
