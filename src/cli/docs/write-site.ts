import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { refuse } from '../../problems/problem.js';
import type { SiteFile } from '../../site/site-of.js';

/** By this file a folder is known as one that `grainline docs` wrote. */
const MARK = 'assets/search-index.js';
const FOLDERS = ['metrics', 'datasets', 'views'] as const;

/**
 * Writes a site; pages of a site before it that are no more are removed, and nothing else.
 * @throws INVALID_VALUE where the folder holds something else
 */
export function writeSite(folder: string, files: readonly SiteFile[]): void {
  if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(join(folder, MARK)))
    refuse({
      code: 'INVALID_VALUE',
      message: 'The folder for the site has other files in it.',
      path: '--out',
      hint: 'Name an empty folder, or one of a site written before.',
    });
  const paths = new Set(files.map(({ path }) => path));
  for (const name of FOLDERS) {
    mkdirSync(join(folder, name), { recursive: true });
    for (const page of readdirSync(join(folder, name)))
      if (page.endsWith('.html') && !paths.has(`${name}/${page}`)) rmSync(join(folder, name, page));
  }
  mkdirSync(join(folder, 'assets'), { recursive: true });
  for (const { path, text } of files) writeFileSync(join(folder, path), text);
}

/** The library that searches in the browser, with its licence; found from the sources as from the bundle in dist/. */
export function minisearchFile(): SiteFile {
  const main = createRequire(import.meta.url).resolve('minisearch');
  const folder = join(dirname(main), '../..');
  const script = readFileSync(join(folder, 'dist/umd/index.js'), 'utf8').replace(
    /\n\/\/# sourceMappingURL=.*\n?$/,
    '\n',
  );
  const licence = readFileSync(join(folder, 'LICENSE.txt'), 'utf8');
  return { path: 'assets/minisearch.js', text: `/*! MiniSearch\n\n${licence.trim()}\n*/\n${script}` };
}
