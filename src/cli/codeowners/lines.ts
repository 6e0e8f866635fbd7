import { posix } from 'node:path';
import type { Problem } from '../../problems/problem.js';
import { codeOwner } from './code-owner.js';
import type { Owned } from './file-owners.js';

export interface Owning {
  /** Where the project is in its repository: with a slash at its end, or empty. */
  readonly prefix: string;
  /** The folder of the definitions, within the project. */
  readonly folder: string;
  readonly organization?: string | undefined;
  readonly byDefault?: string | undefined;
}

export interface Lines {
  readonly lines: readonly string[];
  readonly problems: readonly Problem[];
  /** Files that nobody answers for. */
  readonly unowned: readonly string[];
}

/**
 * A line for the folder where there is a default, then one for each file whose owners are others; of several lines that fit,
 * the last one counts.
 */
export function linesFor(files: ReadonlyMap<string, readonly Owned[]>, owning: Owning): Lines {
  const { prefix, folder, organization, byDefault } = owning;
  const problems: Problem[] = [];
  const unowned: string[] = [];
  const lines = byDefault === undefined ? [] : [`${patternOf(prefix + folder)}/ ${byDefault}`];
  for (const [path, owned] of files) {
    const names = owned.flatMap(({ owner, at }) => {
      if (owner === undefined) return byDefault ?? [];
      const name = codeOwner(owner, organization);
      if (name === undefined) problems.push(notACodeOwner(owner, at));
      return name ?? [];
    });
    const owners = [...new Set(names)];
    if (owned.every(({ owner }) => owner === undefined) && byDefault === undefined) unowned.push(path);
    else if (owners.join(' ') !== byDefault) lines.push(`${patternOf(prefix + path)} ${owners.join(' ')}`);
  }
  return { lines, problems, unowned };
}

/**
 * A path from the top of the repository. `#` may begin a comment, and GitHub knows no escape for it: there, and for what
 * would end the line, any one character is taken.
 */
export const patternOf = (path: string): string =>
  `/${posix
    .normalize(path)
    .replaceAll(/[\\ *?[\]]/g, '\\$&')
    .replaceAll(/[#\p{Cc}]/gu, '?')}`;

const notACodeOwner = (owner: string, at: Problem['at']): Problem => ({
  code: 'UNKNOWN_OWNER',
  message: `The owner "${owner}" is nobody that CODEOWNERS could name.`,
  at,
  hint: 'Write an address, @user or @organization/team; or say --organization where owners are its teams.',
});
