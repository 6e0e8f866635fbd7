// `npm run build`: the bundles that `npm start` and the command line run, ready beforehand (for an image).
import { existsSync } from 'node:fs';
import { ensureBundle } from './bundle.mjs';
import { ensureInstalled } from './install.mjs';
import { inRoot } from './root.mjs';

const entries = [
  { entry: 'src/server/main.ts', outfile: 'dist/server.mjs', parted: false },
  { entry: 'src/cli/main.ts', outfile: 'dist/cli.mjs', parted: true },
];

await ensureInstalled();
for (const { entry, outfile, parted } of entries) {
  if (existsSync(inRoot(entry))) await ensureBundle(inRoot(entry), inRoot(outfile), { parted });
}
