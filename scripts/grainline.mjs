// `npm run grainline -- COMMAND [flags]`: the command line, bundled when its sources changed.
import { ensureBundle } from './bundle.mjs';
import { ensureInstalled } from './install.mjs';
import { launch } from './launch.mjs';
import { inRoot } from './root.mjs';

await ensureInstalled();
await launch(await ensureBundle(inRoot('src/cli/main.ts'), inRoot('dist/cli.mjs')), process.argv.slice(2));
