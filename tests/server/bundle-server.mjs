// Bundles the server as `npm start` does, apart from dist/, and prints where. A process of its own: esbuild does not run within jest.
import { ensureBundle } from '../../scripts/bundle.mjs';
import { inRoot } from '../../scripts/root.mjs';

process.stdout.write(await ensureBundle(inRoot('src/server/main.ts'), inRoot('node_modules/.cache/tests/server.mjs')));
