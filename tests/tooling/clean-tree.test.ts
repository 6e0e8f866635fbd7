import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

// What git tracks, and what it would track: a path is caught before it is committed.
const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
const files = listed.status === 0 ? listed.stdout.split('\0').filter((file) => file !== '' && existsSync(file)) : [];
const inGit = files.length > 0;
if (!inGit) console.warn('SKIPPED: no git checkout here, so the tree was not searched for paths of one machine.');

const machinePath = /(^|[^A-Za-z0-9_.-])\/(work|root|home\/[a-z]+)\/[A-Za-z.]/;

describe('the files in git', () => {
  (inGit ? test : test.skip)('hold no path of one machine', () => {
    const found = files.flatMap((file) => {
      const bytes = readFileSync(file);
      if (bytes.includes(0)) return []; // not text
      return bytes
        .toString('utf8')
        .split('\n')
        .flatMap((line, n) => (machinePath.test(line) ? [`${file}:${n + 1}: ${line.trim().slice(0, 120)}`] : []));
    });
    expect(found).toEqual([]);
  });

  test('would be caught if they did', () => {
    const folder = 'work';
    expect(machinePath.test(`see /${folder}/main`)).toBe(true);
    expect(machinePath.test('a framework/that is fine')).toBe(false);
  });
});
