import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Problem } from '../problems/problem.js';
import type { DefinitionText } from './read-definitions.js';

export const MOST_FILE_BYTES = 1024 * 1024;
const MOST_FILES = 20_000;
const IS_YAML = /\.ya?ml$/i;
const IS_TEST = /\.test\.ya?ml$/i;

export interface FoundFiles {
  readonly files: readonly DefinitionText[];
  readonly problems: readonly Problem[];
}

/**
 * The definition files of a project, sorted by path, hidden files left out. Links are followed within the folder alone: a
 * problem prints lines of its file, and a pull request must not have other files printed. What cannot be read is a problem,
 * not an end. Read without the thread pool, which running queries may hold.
 *
 * @param project the folder that paths are relative to
 * @param folder where definitions are, within it
 */
export const findDefinitionFiles = (project: string, folder = 'metrics'): FoundFiles =>
  findFiles(project, folder, (path) => IS_YAML.test(path) && !IS_TEST.test(path));

/** The files of metric tests that stand beside definitions, in the same manner. */
export const findTestFiles = (project: string, folder = 'metrics'): FoundFiles =>
  findFiles(project, folder, (path) => IS_TEST.test(path));

function findFiles(project: string, folder: string, isWanted: (path: string) => boolean): FoundFiles {
  const files: DefinitionText[] = [];
  const problems: Problem[] = [];
  const refuse = (path: string, message: string, hint?: string): void => {
    problems.push({ code: 'UNREADABLE_FILE', message, at: { file: path, line: 1, column: 1 }, hint });
  };
  const visited = new Set<string>();
  const root = folder.replaceAll('\\', '/').replace(/\/+$/, '');
  const isWithin = (full: string): boolean => {
    const [real, top] = [realpathSync(full), realpathSync(join(project, root))];
    return real === top || real.startsWith(top + sep);
  };

  const visit = (path: string): void => {
    const full = join(project, path);
    try {
      const stat = statSync(full);
      if (lstatSync(full).isSymbolicLink() && !isWithin(full))
        refuse(path, 'Its link leads out of the folder of definitions.', 'Copy the file here.');
      else if (stat.isDirectory()) visitFolder(path, full);
      else if (!isWanted(path)) return;
      else if (!stat.isFile()) refuse(path, 'It is not a file.');
      else if (stat.size > MOST_FILE_BYTES) refuse(path, tooBig(stat.size), 'Part it into several files.');
      else if (files.length < MOST_FILES) files.push({ path, text: decode(readFileSync(full)) });
      else if (files.length === MOST_FILES) refuse(path, `There are more than ${MOST_FILES} definition files.`);
    } catch (error) {
      refuse(path, messageOf(error));
    }
  };

  /** A folder is read once, by whichever way it is met first: links may lead in circles. */
  const visitFolder = (path: string, full: string): void => {
    const real = realpathSync(full);
    if (visited.has(real)) return;
    visited.add(real);
    for (const name of readdirSync(full).sort()) {
      if (!name.startsWith('.') && name !== 'node_modules') visit(`${path}/${name}`);
    }
  };

  visit(root);
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), problems };
}

const tooBig = (bytes: number): string => `The file has ${bytes} bytes; ${MOST_FILE_BYTES} are the most.`;
const UTF_8 = new TextDecoder('utf-8', { fatal: true });
const decode = (bytes: Uint8Array): string => UTF_8.decode(bytes);

/** Without the absolute path that system messages carry. */
function messageOf(error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'There is no such file or folder.';
  if (code === 'EACCES' || code === 'EPERM') return 'It may not be read.';
  if (code === 'ELOOP') return 'Its link leads in a circle.';
  if (name === 'TypeError') return 'The file is not UTF-8.';
  return `It cannot be read (${code ?? name}).`;
}
