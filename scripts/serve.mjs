import { ensureBundle } from './bundle.mjs';
import { ensureInstalled } from './install.mjs';
import { launch } from './launch.mjs';
import { inRoot } from './root.mjs';

/** Brings packages and bundle up to date, then runs the server with these arguments. */
export async function serve(args) {
  await ensureInstalled();
  await launch(await ensureBundle(inRoot('src/server/main.ts'), inRoot('dist/server.mjs')), args);
}
