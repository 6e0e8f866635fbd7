import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot, root } from './root.mjs';

const lockFile = inRoot('package-lock.json');
const stampFile = inRoot('node_modules/.grainline-lock');

export const lockHash = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');

const readOr = (file, otherwise) => (existsSync(file) ? readFileSync(file, 'utf8') : otherwise);

/**
 * Makes node_modules what package-lock.json says; does nothing when it is so already.
 * All words go to stderr, so that a command's own output stays clean.
 */
export async function ensureInstalled() {
  const hash = lockHash();
  if (readOr(stampFile, '') === hash) return;
  if (!holdsTheLock()) await npmCi();
  mkdirSync(inRoot('node_modules'), { recursive: true });
  writeFileSync(stampFile, hash);
}

/** Somebody ran npm by hand: npm's own record of what it installed tells whether that was this lock. */
function holdsTheLock() {
  const record = readOr(inRoot('node_modules/.package-lock.json'), undefined);
  if (record === undefined) return false;
  const installed = JSON.parse(record).packages;
  const wanted = Object.entries(JSON.parse(readFileSync(lockFile, 'utf8')).packages).filter(([path]) => path !== '');
  const known = new Set(wanted.map(([path]) => path));
  return (
    Object.keys(installed).every((path) => known.has(path)) &&
    wanted.every(([path, { version, optional, os, cpu, libc }]) => {
      const there = installed[path];
      if (there) return there.version === version && existsSync(inRoot(path, 'package.json'));
      return optional === true && !(fits(os, process.platform) && fits(cpu, process.arch) && libc === undefined && os);
    })
  );
}

const fits = (allowed, here) => allowed === undefined || [allowed].flat().includes(here);

async function npmCi() {
  const began = Date.now();
  const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`;
  process.stderr.write('Installing packages (npm ci)…\n');
  const tick = process.stderr.isTTY ? setInterval(() => process.stderr.write(`\r  ${seconds()} `), 1000) : undefined;
  const { code, output } = await npm([
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  clearInterval(tick);
  if (tick) process.stderr.write('\r');
  if (code !== 0) {
    process.stderr.write(`${output}\nThe packages could not be installed: npm ci failed, its words are above.\n`);
    process.stderr.write('Check that the npm registry can be reached, then run the same command again.\n');
    process.exit(1);
  }
  process.stderr.write(`Packages installed in ${seconds()}.\n`);
}

/** Runs the npm that called us, else the one on the path. */
function npm(args) {
  const cli = process.env.npm_execpath;
  const child = /npm-cli\.c?js$/.test(cli ?? '')
    ? spawn(process.execPath, [cli, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    : spawn('npm', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code, output }));
  });
}
