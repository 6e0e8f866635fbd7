import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runCommand } from '../../builders/command-line.js';

let folder: string;
const path = (): string => join(folder, 'metrics/orders.yaml');
const fmt = (...args: readonly string[]) => runCommand(['fmt', ...args], { folder });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grainline-fmt-'));
  mkdirSync(join(folder, 'metrics'));
  writeFileSync(join(folder, 'grainline.yaml'), 'engine: {data: data}\n');
  writeFileSync(path(), 'table: orders # theirs\ndataset:   orders\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('grainline fmt --check names the files and writes nothing; fmt writes them, once', async () => {
  expect(await fmt('--check')).toEqual({ exit: 1, out: 'metrics/orders.yaml\n', err: '' });
  expect(readFileSync(path(), 'utf8')).toContain('dataset:   orders');
  expect(await fmt()).toEqual({ exit: 0, out: 'metrics/orders.yaml\n', err: '' });
  expect(readFileSync(path(), 'utf8')).toBe('dataset: orders\ntable: orders # theirs\n');
  expect(await fmt('--check')).toEqual({ exit: 0, out: '', err: '' });
});

test('grainline fmt leaves a file alone that is no YAML, and says so', async () => {
  writeFileSync(path(), 'dataset: [orders');
  expect(await fmt('--check')).toMatchObject({ exit: 1, out: '' });
  expect((await fmt()).err).toContain('metrics/orders.yaml is left as it is');
  expect(readFileSync(path(), 'utf8')).toBe('dataset: [orders');
});

test.each(['.', 'examples/tpch'])('the definitions of %s are laid out so', async (project) => {
  expect(await runCommand(['fmt', '--check', '--project', project])).toEqual({ exit: 0, out: '', err: '' });
});
