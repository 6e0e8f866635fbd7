import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { lockHash } from './install.mjs';
import { inRoot, root } from './root.mjs';

/**
 * Bundles a TypeScript entry to one ES module unless that bundle is up to date already.
 * @param entry absolute path; @param outfile absolute path inside dist/
 * @param parted what is imported on demand lies in files of its own, in the folder of the bundle's name
 * @returns outfile
 */
export async function ensureBundle(entry, outfile, { parted = false } = {}) {
  if (isFresh(entry, outfile)) return outfile;
  const { build } = await import('esbuild');
  try {
    const result = await build({ ...bundleOptions(entry, outfile, { parted }), logLevel: 'silent' });
    keep(result, entry, outfile);
    if (parted) removeOldParts(partsOf(outfile), result.outputFiles);
  } catch (error) {
    process.stderr.write(`${await describe(error)}\n`);
    process.exit(1);
  }
  return outfile;
}

async function describe(error) {
  if (!error.errors) return String(error.stack ?? error);
  const { formatMessages } = await import('esbuild');
  const lines = await formatMessages(error.errors, { kind: 'error', color: process.stderr.isTTY === true });
  return lines.join('');
}

/** One bundle of everything but the native DuckDB packages; `keep` writes it. */
export const bundleOptions = (entry, outfile, { parted = false } = {}) => ({
  absWorkingDir: root,
  entryPoints: [entry],
  ...(parted ? inParts(outfile) : { outfile }),
  bundle: true,
  write: false,
  metafile: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  keepNames: true, // type-graphql names types after their classes
  tsconfig: inRoot('tsconfig.json'),
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  external: ['@duckdb/*'],
  plugins: [oneGraphql],
  // Bundled CommonJS packages still ask for Node's own modules with require.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
});

const partsOf = (outfile) => outfile.replace(/\.mjs$/, '');

const inParts = (outfile) => ({
  splitting: true,
  outdir: dirname(outfile),
  entryNames: basename(partsOf(outfile)),
  chunkNames: `${basename(partsOf(outfile))}/[name]-[hash]`,
  outExtension: { '.js': '.mjs' },
});

const HOUR = 3_600_000;

/** Those of an earlier bundle, which a process that runs since then may still ask for: for an hour. */
function removeOldParts(folder, written) {
  const names = new Set(written.map(({ path }) => basename(path)));
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (!names.has(name) && age > HOUR) rmSync(file, { force: true });
  }
}

/** graphql-js compares classes by identity: import and require must both meet its one ES module build. */
const oneGraphql = {
  name: 'one-graphql',
  setup(build) {
    const home = inRoot('node_modules/graphql');
    build.onResolve({ filter: /^graphql(\/.*)?$/ }, ({ path }) => {
      const inside = path.slice('graphql'.length).replace(/\.m?js$/, '') || '/index';
      const file = [`${inside}.mjs`, `${inside}/index.mjs`].map((name) => join(home, name)).find(existsSync);
      return file ? { path: file } : undefined;
    });
  },
};

const stampOf = (outfile) => `${outfile}.stamp.json`;

/** What a bundle depends on besides its own sources. */
const toolsKey = () =>
  ['scripts/bundle.mjs', 'tsconfig.json']
    .reduce((hash, file) => hash.update(readFileSync(inRoot(file))), createHash('sha256').update(lockHash()))
    .digest('hex');

const seen = (file) => {
  const { mtimeMs, size } = statSync(inRoot(file), { throwIfNoEntry: false }) ?? {};
  return `${mtimeMs} ${size}`;
};

function isFresh(entry, outfile) {
  if (!existsSync(outfile) || !existsSync(stampOf(outfile))) return false;
  const stamp = JSON.parse(readFileSync(stampOf(outfile), 'utf8'));
  return (
    stamp.entry === relative(root, entry) &&
    stamp.tools === toolsKey() &&
    Object.entries(stamp.sources).every(([file, state]) => seen(file) === state)
  );
}

/** Writes a bundle with the state of the sources it was made from; a reader never sees half a file. */
export function keep({ outputFiles, metafile }, entry, outfile) {
  const sources = Object.keys(metafile.inputs).filter(
    (file) => !file.startsWith('node_modules/') && existsSync(inRoot(file)),
  );
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    replace(path, contents);
  }
  const stamp = {
    entry: relative(root, entry),
    tools: toolsKey(),
    sources: Object.fromEntries(sources.map((file) => [file, seen(file)])),
  };
  replace(stampOf(outfile), JSON.stringify(stamp));
}

function replace(file, contents) {
  const fresh = `${file}.${process.pid}.tmp`;
  writeFileSync(fresh, contents);
  renameSync(fresh, file);
}
