import { existsSync, lstatSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { DefinitionFile } from '../../exchange/print-files.js';
import { refuse } from '../../problems/problem.js';

/** Writes all files below a folder, or none: what is there is kept unless it is forced, and no link leads out of the folder. */
export function writeFiles(files: readonly DefinitionFile[], folder: string, force: boolean): void {
  const there = files.find(({ path }) => existsSync(join(folder, path)));
  if (there !== undefined && !force)
    refuse({
      code: 'UNREADABLE_FILE',
      message: `${join(folder, there.path)} is there already, and nothing was written.`,
      hint: '--force overwrites it.',
    });
  for (const { path } of files) mustLieBelow(folder, path);
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Also where parts of the way are there already, as links to elsewhere. */
function mustLieBelow(folder: string, path: string): void {
  const full = join(folder, path);
  const isLink = lstatSync(full, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  let known = dirname(full);
  while (!existsSync(known)) known = dirname(known);
  const root = existsSync(folder) ? realpathSync(folder) : undefined;
  const isBelow =
    full.startsWith(folder + sep) && (root === undefined || `${realpathSync(known)}${sep}`.startsWith(root + sep));
  if (isLink || !isBelow)
    refuse({
      code: 'UNREADABLE_FILE',
      message: `${full} leads out of the folder, and nothing was written.`,
      hint: 'Remove the link, or choose another folder with --out.',
    });
}
