// `npm run build`: the bundles that `npm start` and the command line run, ready beforehand (for an image).
import { existsSync } from 'node:fs';
import { ensureBundle } from './bundle.mjs';
import { ensureInstalled } from './install.mjs';
import { inRoot } from './root.mjs';

const entries = { 'src/server/main.ts': 'dist/server.mjs', 'src/cli/main.ts': 'dist/cli.mjs' };

await ensureInstalled();
for (const [entry, outfile] of Object.entries(entries)) {
  if (existsSync(inRoot(entry))) await ensureBundle(inRoot(entry), inRoot(outfile));
}
