// `npm run grainline -- COMMAND [flags]`: the command line, bundled when its sources changed.
import { ensureBundle } from './bundle.mjs';
import { ensureInstalled } from './install.mjs';
import { launch } from './launch.mjs';
import { inRoot } from './root.mjs';

await ensureInstalled();
const bundle = await ensureBundle(inRoot('src/cli/main.ts'), inRoot('dist/cli.mjs'), { parted: true });
await launch(bundle, process.argv.slice(2));
