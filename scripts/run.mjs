// `node scripts/run.mjs ENTRY.ts [arguments]`: bundles a TypeScript entry of this project and runs it.
// Nothing of this goes to stdout: that belongs to the entry.
import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBundle } from './bundle.mjs';
import { ensureInstalled } from './install.mjs';
import { launch } from './launch.mjs';
import { inRoot, root } from './root.mjs';

/** @param entry path from the project's top; its bundle is dist/ENTRY with dashes for slashes */
export async function run(entry, args) {
  await ensureInstalled();
  const name = relative(root, inRoot(entry)).replace(/\.ts$/, '').replace(/[\\/]/g, '-');
  await launch(await ensureBundle(inRoot(entry), inRoot('dist', `${name}.mjs`)), args, { sourceMaps: true });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [entry, ...args] = process.argv.slice(2);
  if (entry === undefined) {
    process.stderr.write('Usage: node scripts/run.mjs ENTRY.ts [arguments]\n');
    process.exit(2);
  }
  await run(relative(root, resolve(root, entry)), args);
}
