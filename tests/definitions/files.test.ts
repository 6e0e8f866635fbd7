import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findDefinitionFiles, findTestFiles, MOST_FILE_BYTES } from '../../src/definitions/files.js';

let project = '';
const put = (path: string, text: string | Uint8Array): void => {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
};
const paths = () => findDefinitionFiles(project).files.map((file) => file.path);
const problems = () =>
  findDefinitionFiles(project).problems.map(({ code, at, message }) => `${at?.file} ${code} ${message}`);

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'definitions-'));
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

describe('findDefinitionFiles', () => {
  test('finds YAML in all folders, sorted, by paths of the project', () => {
    for (const path of [
      'metrics/b.yaml',
      'metrics/a/z.yml',
      'metrics/a/.hidden.yaml',
      'metrics/.git/c.yaml',
      'metrics/readme.md',
      'other/d.yaml',
    ]) {
      put(path, 'dataset: x');
    }
    expect(findDefinitionFiles(project)).toEqual({
      files: [
        { path: 'metrics/a/z.yml', text: 'dataset: x' },
        { path: 'metrics/b.yaml', text: 'dataset: x' },
      ],
      problems: [],
    });
    expect(findDefinitionFiles(project, 'other/').files.map((file) => file.path)).toEqual(['other/d.yaml']);
  });

  test('leaves tests of metrics to those who run them', () => {
    put('metrics/a.yaml', 'dataset: a');
    put('metrics/a.test.yaml', 'tests: []');
    expect(paths()).toEqual(['metrics/a.yaml']);
    expect(findTestFiles(project).files).toEqual([{ path: 'metrics/a.test.yaml', text: 'tests: []' }]);
  });

  test('says that the folder is not there', () => {
    expect(problems()).toEqual(['metrics UNREADABLE_FILE There is no such file or folder.']);
  });

  test('refuses what it cannot read, and reads the rest', () => {
    put('metrics/good.yaml', 'ü');
    put('metrics/latin.yaml', Uint8Array.of(0x61, 0xfc, 0x62));
    put('metrics/big.yaml', 'x'.repeat(MOST_FILE_BYTES + 1));
    symlinkSync(join(project, 'nowhere'), join(project, 'metrics/lost.yaml'));
    symlinkSync('self.yaml', join(project, 'metrics/self.yaml'));
    expect(paths()).toEqual(['metrics/good.yaml']);
    expect(problems()).toEqual([
      `metrics/big.yaml UNREADABLE_FILE The file has ${MOST_FILE_BYTES + 1} bytes; ${MOST_FILE_BYTES} are the most.`,
      'metrics/latin.yaml UNREADABLE_FILE The file is not UTF-8.',
      'metrics/lost.yaml UNREADABLE_FILE There is no such file or folder.',
      'metrics/self.yaml UNREADABLE_FILE Its link leads in a circle.',
    ]);
  });

  test('follows links within the folder, but not in circles', () => {
    put('metrics/.mounted/x.yaml', 'dataset: x');
    put('metrics/a.yaml', 'dataset: a');
    symlinkSync('.mounted', join(project, 'metrics/shared'));
    symlinkSync(join(project, 'metrics'), join(project, 'metrics/again'));
    expect(paths()).toEqual(['metrics/a.yaml', 'metrics/shared/x.yaml']);
    expect(problems()).toEqual([]);
  });

  test('follows the link that the folder itself is', () => {
    put('shared/x.yaml', 'dataset: x');
    symlinkSync('shared', join(project, 'metrics'));
    expect(paths()).toEqual(['metrics/x.yaml']);
    expect(problems()).toEqual([]);
  });

  test('reads nothing that a link names out of the folder', () => {
    put('secret.yaml', 'password: 1');
    put('metrics-too/x.yaml', 'dataset: x');
    put('metrics/a.yaml', 'dataset: a');
    symlinkSync('../secret.yaml', join(project, 'metrics/link.yaml'));
    symlinkSync('/etc/passwd', join(project, 'metrics/users.yaml'));
    symlinkSync(join(project, 'metrics-too'), join(project, 'metrics/folder'));
    expect(paths()).toEqual(['metrics/a.yaml']);
    expect(problems()).toEqual(
      ['metrics/folder', 'metrics/link.yaml', 'metrics/users.yaml'].map(
        (path) => `${path} UNREADABLE_FILE Its link leads out of the folder of definitions.`,
      ),
    );
  });
});
