import type { Change, SiteInput } from '../../site/catalogue.js';
import { git } from '../diff/git.js';

/** Of one thing; older ones are in the history. */
const MOST_CHANGES = 8;

interface Blamed extends Change {
  readonly time: number;
}

/** The commits that lines of the definition files come from, as git tells of the working tree: a file is asked about once. */
export function changesIn(project: string): SiteInput['changesOf'] {
  const cut = git(project, ['rev-parse', '--is-shallow-repository']);
  if (cut === null) return () => [];
  const isShallow = cut.toString('utf8').trim() === 'true';
  const files = new Map<string, readonly (Blamed | null)[]>();
  return (file, { first, last }) => {
    let lines = files.get(file);
    if (lines === undefined) {
      lines = readBlame(git(project, ['blame', '--porcelain', '--', file])?.toString('utf8') ?? '', isShallow);
      files.set(file, lines);
    }
    const commits = new Set(lines.slice(first - 1, last).filter((commit) => commit !== null));
    return [...commits]
      .sort((a, b) => b.time - a.time || (a.commit < b.commit ? -1 : 1))
      .slice(0, MOST_CHANGES)
      .map(({ commit, day, author, subject }) => ({ commit, day, author, subject }));
  };
}

const NOT_COMMITTED = /^0+$/;

/**
 * The commit of each line, null where it is not committed yet.
 * @param isShallow then a commit without parents is only where the history was cut off, and not what made the line
 */
export function readBlame(porcelain: string, isShallow: boolean): readonly (Blamed | null)[] {
  const commits = new Map<string, Map<string, string>>();
  const lines: (Blamed | null)[] = [];
  const told = new Map<string, Blamed | null>();
  let [id, said] = ['', new Map<string, string>()];
  for (const line of porcelain.split('\n')) {
    const start = /^([0-9a-f]{40,64}) \d+ \d+/.exec(line)?.[1];
    if (start !== undefined) {
      id = start;
      said = commits.get(id) ?? new Map();
      commits.set(id, said);
    } else if (line.startsWith('\t')) {
      if (!told.has(id)) told.set(id, commitOf(id, said, isShallow));
      lines.push(told.get(id) ?? null);
    } else {
      const [, key = '', value = ''] = /^(\S+) ?(.*)$/.exec(line) ?? [];
      said.set(key, value);
    }
  }
  return lines;
}

function commitOf(id: string, said: ReadonlyMap<string, string>, isShallow: boolean): Blamed | null {
  if (NOT_COMMITTED.test(id) || (isShallow && said.has('boundary'))) return null;
  const time = Number(said.get('author-time') ?? 0);
  return {
    time,
    commit: id.slice(0, 8),
    day: new Date(time * 1000).toISOString().slice(0, 10),
    author: said.get('author') ?? '',
    subject: said.get('summary') ?? '',
  };
}
