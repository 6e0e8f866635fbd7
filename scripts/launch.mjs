import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { constants } from 'node:os';
import { pathToFileURL } from 'node:url';
import { inRoot } from './root.mjs';

const compileCache = inRoot('node_modules/.cache/compile');

// Each running DuckDB query holds one libuv thread, and so do file reads and name look-ups.
process.env.UV_THREADPOOL_SIZE ??= '16';

/** The Node that package-lock.json pins for this platform, else the one we run on. */
export function pinnedNode() {
  const installed = inRoot('node_modules/.bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(installed) ? installed : process.execPath;
}

/** Runs a bundle with arguments: in this process where its Node is new enough, else in the pinned one. */
export async function launch(file, args, { sourceMaps = false } = {}) {
  if (!isRecent()) return exitLike(startNode([...(sourceMaps ? ['--enable-source-maps'] : []), file, ...args]));
  nodeModule.enableCompileCache(compileCache);
  if (sourceMaps) process.setSourceMapsEnabled(true);
  // A server may be ended by a signal, at which Node would not write the cache.
  setTimeout(() => nodeModule.flushCompileCache?.(), 2000).unref();
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
}

const isRecent = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 12);
};

/** Starts the pinned Node beside this one. */
export const startNode = (args, options = {}) =>
  spawn(pinnedNode(), args, {
    cwd: process.cwd(),
    stdio: 'inherit',
    ...options,
    env: { NODE_COMPILE_CACHE: compileCache, ...process.env, ...options.env },
  });

/** Passes signals on to the child, and ends as it ends. */
export function exitLike(child) {
  // A terminal sends Ctrl-C to both; told twice, a server would take it for impatience.
  const signals = process.stdin.isTTY ? ['SIGTERM', 'SIGHUP'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  if (process.stdin.isTTY) process.on('SIGINT', () => {});
  child.on('error', (error) => {
    process.stderr.write(`Node could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
