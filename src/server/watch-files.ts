import { statSync } from 'node:fs';

const EVERY = 150;

/**
 * Tells when files came, went or changed, once they have been quiet for one look. They are looked at, not watched: the
 * folder that they lie in is busy with other files, and may go and come again.
 * @param files asked for at each look, since which they are may change with what is there
 * @returns ends it
 */
export function watchFiles(files: () => readonly string[], changed: () => void): () => void {
  let known = stateOf(files());
  let seen = known;
  const timer = setInterval(() => {
    const now = stateOf(files());
    const isQuiet = now === seen;
    seen = now;
    if (!isQuiet || now === known) return;
    known = now;
    changed();
  }, EVERY);
  return () => clearInterval(timer);
}

const stateOf = (files: readonly string[]): string =>
  files
    .map((file) => {
      const { mtimeMs, size, ino } = statSync(file, { throwIfNoEntry: false }) ?? {};
      return `${file} ${mtimeMs} ${size} ${ino}`;
    })
    .join('\n');
