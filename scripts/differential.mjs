// `npm run differential -- [options]`: the product against the reference evaluator (tests/differential/run.ts).
// `npm run differential -- --planted [all|N|WORDS] [--seeds 3500]`: plants one bug after another into the source that is
// bundled, never into the files, and asks seeds until one of them notices. N takes so many, others each day. The seeds that
// noticed before (tests/differential/planted/seeds.json) are asked first, then the questions of
// tests/differential/directed.ts; `--keep` writes them anew.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { bundleOptions, ensureBundle } from './bundle.mjs';
import { ensureInstalled } from './install.mjs';
import { pinnedNode } from './launch.mjs';
import { inRoot, root } from './root.mjs';
import { run } from './run.mjs';

const SEEDS = inRoot('tests/differential/planted/seeds.json');
const ENTRY = 'tests/differential/run.ts';
const args = process.argv.slice(2);
const at = args.indexOf('--planted');
if (at < 0) await run(ENTRY, args);
else process.exitCode = await plantAll(args[at + 1] ?? 'all', Number(args[args.indexOf('--seeds') + 1]) || 3500);

async function plantAll(which, seeds) {
  const began = performance.now();
  await ensureInstalled();
  const { bugs, finderOf, directedNames } = await plantable();
  const chosen = choose(bugs, which);
  if (chosen.length === 0) throw new Error(`No bug is called "${which}".`);
  const folder = inRoot('dist/planted');
  mkdirSync(folder, { recursive: true });
  const bundle = await bundler(finderOf);
  const known = existsSync(SEEDS) ? JSON.parse(readFileSync(SEEDS, 'utf8')) : {};
  const seedsFor = ({ name }) =>
    [...new Set([known[name] ?? 1, ...directedNames, ...Array.from({ length: seeds }, (_, i) => i + 1)])].join(',');
  const outcomes = new Map();
  const waiting = [...chosen];
  const worker = async () => {
    for (let bug = waiting.shift(); bug; bug = waiting.shift()) {
      const file = `${folder}/${bug.name.replaceAll(/[^a-z]+/gi, '-')}.mjs`;
      await bundle.plant(bug, file);
      const { output } = await runNode([file, '--workers', '1', '--until-wrong', '--list', seedsFor(bug)]);
      rmSync(file);
      const caught = /^WRONG (\S+) \[(.*)\]\n {2}(.*)$/m.exec(output);
      outcomes.set(bug, caught);
      const [, seed, rules, reason] = caught ?? [];
      if (!caught) console.log(`${bug.name}: NOT CAUGHT by ${seeds} seeds\n${output.slice(-300)}`);
      else
        console.log(
          `${bug.name}: caught by seed ${seed} [${rules}]${faults(caught) ? ' BY A FAULT' : ''}\n    ${reason.slice(0, 160)}`,
        );
    }
  };
  await Promise.all([worker(), worker()]);
  bundle.close();
  const sound = await withoutBugs([...outcomes.values()].flatMap((caught) => (caught ? [caught[1]] : [])));
  if (args.includes('--keep'))
    keepSeeds({
      ...known,
      ...Object.fromEntries([...outcomes].map(([bug, caught]) => [bug.name, caught ? idOf(caught[1]) : undefined])),
    });
  const missed = chosen.filter((bug) => !outcomes.get(bug) || faults(outcomes.get(bug)));
  console.log(
    `${chosen.length} planted, ${chosen.length - missed.length} caught, ${missed.length} missed, ${Math.round((performance.now() - began) / 1000)} s`,
  );
  return missed.length === 0 && sound ? 0 : 1;
}

/** A bug that makes the product fall over is no wrong number: it does not show that one would be noticed. */
function faults([, , , reason]) {
  return /^(INTERNAL|ENGINE)/.test(reason);
}

const idOf = (text) => (/^\d+$/.test(text) ? Number(text) : text);

function keepSeeds(seeds) {
  writeFileSync(SEEDS, `${JSON.stringify(seeds, null, 2)}\n`);
}

async function plantable() {
  const file = await ensureBundle(inRoot('tests/differential/planted/bugs.ts'), inRoot('dist/planted-bugs.mjs'));
  return import(pathToFileURL(file).href);
}

function choose(bugs, which) {
  if (which === 'all') return bugs;
  if (!/^\d+$/.test(which)) return bugs.filter(({ name }) => name.includes(which));
  const first = (Math.floor(Date.now() / 86_400_000) * Number(which)) % bugs.length;
  return [...bugs.slice(first), ...bugs.slice(0, first)].slice(0, Number(which));
}

/** One incremental build for all: only the file with the bug is read anew. */
async function bundler(finderOf) {
  const { context } = await import('esbuild');
  let planted = null;
  let queue = Promise.resolve();
  const planting = {
    name: 'planting',
    setup: (build) =>
      build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
        if (planted === null || path !== inRoot(planted.file)) return undefined;
        const source = readFileSync(path, 'utf8');
        return { contents: source.replace(finderOf(planted), () => planted.replace), loader: 'ts' };
      }),
  };
  const options = bundleOptions(inRoot(ENTRY), inRoot('dist/planted/bundle.mjs'));
  const build = await context({
    ...options,
    sourcemap: false,
    metafile: false,
    logLevel: 'silent',
    plugins: [...options.plugins, planting],
  });
  const plantNow = async (bug, file) => {
    planted = bug;
    const { outputFiles } = await build.rebuild();
    writeFileSync(file, outputFiles[0].contents);
  };
  return {
    plant: (bug, file) => (queue = queue.catch(() => {}).then(() => plantNow(bug, file))),
    close: () => build.dispose(),
  };
}

/** What caught a bug must be as expected without it. */
async function withoutBugs(seeds) {
  if (seeds.length === 0) return true;
  const file = await ensureBundle(inRoot(ENTRY), inRoot('dist/tests-differential-run.mjs'));
  const { output, code } = await runNode([file, '--list', seeds.join(',')]);
  if (code !== 0) console.log(`Wrong without any bug:\n${output}`);
  return code === 0;
}

function runNode(argv) {
  const child = spawn(pinnedNode(), argv, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve({ output, code }));
  });
}
