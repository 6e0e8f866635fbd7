import { spawnSync } from 'node:child_process';
import { refuse } from '../../problems/problem.js';

const MOST_BYTES = 1024 * 1024 * 1024;

/** A commit, and where in it a folder of the working tree is. */
export interface AtCommit {
  readonly commit: string;
  /** With a slash at its end, or empty for the top. */
  readonly prefix: string;
}

/**
 * The commit that a name stands for, in the repository that a folder is in.
 * @throws INVALID_VALUE where there is no repository, or nothing of that name in it
 */
export function findCommit(folder: string, ref: string): AtCommit {
  const prefix = git(folder, ['rev-parse', '--show-prefix']);
  const commit = git(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  if (prefix === null || commit === null)
    return refuse({
      code: 'INVALID_VALUE',
      message:
        prefix === null
          ? `"${ref}" is no folder, and no git ref: there is no git repository here, or no git.`
          : `"${ref}" is neither a folder nor a commit, branch or tag of this repository.`,
      hint: 'A shallow clone has no other commits: fetch the one to compare with.',
    });
  return { commit: text(commit), prefix: text(prefix) };
}

/** Where a folder is in its repository: with a slash at its end; empty at the top, and outside of one. */
export const prefixOf = (folder: string): string => {
  const prefix = git(folder, ['rev-parse', '--show-prefix']);
  return prefix === null ? '' : text(prefix);
};

export interface CommittedFile {
  /** Relative to the folder that was asked for. */
  readonly path: string;
  readonly content: Buffer;
}

/** The files of a commit under its prefix whose paths are wanted. @throws UNREADABLE_FILE for a link among them */
export function filesAt(folder: string, { commit, prefix }: AtCommit, isWanted: (path: string) => boolean) {
  const listed = git(folder, ['ls-tree', '-r', '-z', '--full-tree', commit, '--', prefix === '' ? '.' : prefix]);
  const entries = (listed?.toString('utf8') ?? '').split('\0').flatMap((line) => {
    const [, mode, object, path] = /^(\d+) blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    if (object === undefined || !path?.startsWith(prefix) || !isWanted(path.slice(prefix.length))) return [];
    if (mode === LINK)
      refuse({
        code: 'UNREADABLE_FILE',
        message: `${path} is a link at ${commit.slice(0, 7)}, which is not followed.`,
      });
    return [{ object, path: path.slice(prefix.length) }];
  });
  if (entries.length === 0) return [];
  const contents = git(folder, ['cat-file', '--batch'], `${entries.map(({ object }) => object).join('\n')}\n`);
  return contents === null ? [] : parted(contents, entries);
}

const LINK = '120000';

/** `<object> blob <bytes>\n<content>\n`, one after another. */
function parted(contents: Buffer, entries: readonly { readonly path: string }[]): readonly CommittedFile[] {
  let at = 0;
  return entries.map(({ path }) => {
    const end = contents.indexOf('\n', at);
    const bytes = Number(contents.toString('utf8', at, end).split(' ')[2]);
    const content = contents.subarray(end + 1, end + 1 + bytes);
    at = end + 1 + bytes + 1;
    return { path, content };
  });
}

/** Null where git fails; it is called without a shell, and options end before what people wrote. */
export function git(folder: string, args: readonly string[], input?: string): Buffer | null {
  const { status, stdout, error } = spawnSync('git', args, { cwd: folder, input, maxBuffer: MOST_BYTES });
  return error === undefined && status === 0 ? stdout : null;
}

const text = (bytes: Buffer): string => bytes.toString('utf8').replace(/\n$/, '');
