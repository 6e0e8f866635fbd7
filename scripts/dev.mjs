// `npm run dev`: serves with `--dev` (the server itself follows metrics/), and starts it anew when src/ changes.
// A build that fails says so and leaves the running server alone.
import { once } from 'node:events';
import { readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { bundleOptions, keep } from './bundle.mjs';
import { ensureInstalled } from './install.mjs';
import { startNode } from './launch.mjs';
import { inRoot } from './root.mjs';

const entry = inRoot('src/server/main.ts');
const outfile = inRoot('dist/server.mjs');
const args = ['--dev', ...process.argv.slice(2)];
const say = (text) => process.stderr.write(`${text}\n`);

await ensureInstalled();
const { context } = await import('esbuild');
const bundle = await context({ ...bundleOptions(entry, outfile), logLevel: 'error' });

let server;
let work = Promise.resolve();
let waiting;

async function rebuild() {
  const began = performance.now();
  try {
    keep(await bundle.rebuild(), entry, outfile);
  } catch (error) {
    if (!error.errors) say(String(error.stack)); // esbuild has printed its own
    say('The build failed; watching src/ for the next change.');
    return;
  }
  if (server) say(`src/ changed: rebuilt in ${Math.round(performance.now() - began)} ms, restarting.`);
  await stop();
  server = startNode(['--enable-source-maps', outfile, ...args]);
  server.on('exit', (code) => code && say(`The server ended with code ${code}; watching src/.`));
}

async function stop() {
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server.removeAllListeners('exit'), 'exit');
  server.kill('SIGTERM');
  const late = setTimeout(() => server.kill('SIGKILL'), 3000);
  await gone;
  clearTimeout(late);
}

function schedule() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    work = work.then(rebuild);
  }, 50);
}

/** Folder by folder: a recursive watch loses files that an editor replaces, on Linux. */
const watched = new Map();
function follow(folder) {
  if (!watched.has(folder)) {
    const watcher = watch(folder, (event) => {
      if (event === 'rename') follow(inRoot('src'));
      schedule();
    });
    watcher.on('error', () => watched.delete(folder) && watcher.close()); // the folder is gone
    watched.set(folder, watcher);
  }
  for (const each of readdirSync(folder, { withFileTypes: true })) {
    if (each.isDirectory()) follow(join(folder, each.name));
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, async () => {
    await Promise.all([stop(), bundle.cancel()]);
    await bundle.dispose();
    process.exit(0);
  });
}

follow(inRoot('src'));
schedule();
