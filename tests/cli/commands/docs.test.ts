import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runCommand } from '../../builders/command-line.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'grainline-docs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (...path: readonly string[]): string => readFileSync(join(folder, ...path), 'utf8');

describe('grainline docs', () => {
  test('writes a site that a browser can open from a disk', async () => {
    const { exit, out, err } = await runCommand([
      'docs',
      '--out',
      join(folder, 'tpch'),
      '--project',
      'examples/tpch',
      '--no-changes',
    ]);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toContain(`60 metrics, 2 views, 9 datasets: ${join(folder, 'tpch', 'index.html')}`);
    expect(read('tpch', 'index.html')).toContain('<h1>tpch</h1>');
    expect(readdirSync(join(folder, 'tpch', 'assets')).sort()).toEqual([
      'minisearch.js',
      'search-index.js',
      'search.js',
      'style.css',
    ]);
    expect(read('tpch', 'assets', 'minisearch.js')).toContain('Permission is hereby granted');
  });

  test('with numbers, the last months of each metric', async () => {
    const args = ['docs', '--out', join(folder, 'numbers'), '--project', 'examples/tpch', '--no-changes'];
    const { exit, err } = await runCommand([...args, '--numbers', '--as-of', '1997-04-10T00:00:00Z']);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const page = read('numbers', 'metrics', 'orders.html');
    expect(page).toContain('<tr><td>1997-01</td><td class="number">193</td></tr>');
    expect(page).toContain('<tr><td>1997-02</td><td class="number">198</td></tr>');
    expect(page).not.toContain('<td>1997-04</td>');
  });

  test('tells the commits that lines come from, newest first, and what was removed has no page any more', async () => {
    const project = join(folder, 'project');
    const git = (...args: readonly string[]) =>
      spawnSync('git', ['-c', 'user.name=Ada <b>', '-c', 'user.email=ada@example.org', ...args], {
        cwd: project,
        env: { ...process.env, GIT_AUTHOR_DATE: args.at(-1), GIT_COMMITTER_DATE: args.at(-1) },
      });
    const commit = (metrics: string, subject: string, day: string): void => {
      writeFileSync(
        join(project, 'metrics', 'plays.yaml'),
        `dataset: plays\ntable: plays\ncolumns: {id: bigint, minutes: integer}\nmetrics:\n${metrics}`,
      );
      git('add', '.');
      git('commit', '-q', '-m', subject, '--date', `${day}T12:00:00Z`);
    };
    mkdirSync(join(project, 'metrics'), { recursive: true });
    writeFileSync(join(project, 'grainline.yaml'), 'metrics: metrics\n');
    git('init', '-q');
    commit('  plays:\n    expression: COUNT(*)\n  old:\n    expression: SUM(id)\n', 'Plays & others', '2025-01-01');
    const docs = ['docs', '--project', project, '--out', join(folder, 'site')];
    expect((await runCommand(docs)).exit).toBe(0);
    expect(existsSync(join(folder, 'site', 'metrics', 'old.html'))).toBe(true);
    commit('  plays:\n    expression: COUNT(*)\n    unit: plays\n', 'Plays have a unit', '2025-02-01');
    expect((await runCommand(docs)).exit).toBe(0);
    expect(existsSync(join(folder, 'site', 'metrics', 'old.html'))).toBe(false);
    const page = read('site', 'metrics', 'plays.html').replace(/<code>[0-9a-f]{8}<\/code>/g, '');
    expect(page.match(/2025-\d\d-01<[^>]*> [A-Z][^<]*/g)).toEqual([
      '2025-02-01</time> Plays have a unit ',
      '2025-01-01</time> Plays &amp; others ',
    ]);
    expect(page).toContain('Ada');
  });

  test('a folder with other files is left alone', async () => {
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    const { exit, err } = await runCommand(['docs', '--out', folder, '--project', 'examples/tpch']);
    expect({ exit, told: err.includes('INVALID_VALUE') }).toEqual({ exit: 2, told: true });
    expect(existsSync(join(folder, 'index.html'))).toBe(false);
  });

  test('definitions with problems are not documented', async () => {
    const project = join(folder, 'broken');
    mkdirSync(join(project, 'metrics'), { recursive: true });
    writeFileSync(join(project, 'grainline.yaml'), 'metrics: metrics\n');
    writeFileSync(
      join(project, 'metrics', 'a.yaml'),
      'dataset: a\ntable: a\ncolumns: {id: bigint}\nmetrics: {n: {expression: SUM(nothing)}}\n',
    );
    const { exit, err } = await runCommand(['docs', '--out', join(folder, 'none'), '--project', project]);
    expect({ exit, told: err.includes('metrics/a.yaml:4') }).toEqual({ exit: 2, told: true });
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });
});
