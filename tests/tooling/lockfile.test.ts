import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

interface Locked {
  readonly version?: string;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

const text = readFileSync('package-lock.json', 'utf8');
const packages = (JSON.parse(text) as { packages: Record<string, Locked> }).packages;

/** Where Node finds a package asked for from `path`: beside it, or beside one of the folders above. */
function resolved(path: string, name: string): string | undefined {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const found = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (found in packages) return found;
    if (at === '') return undefined;
  }
}

describe('package-lock.json', () => {
  test('names no host that packages come from', () => {
    expect(text.match(/"resolved": *"(?!node_modules)[^"]*"/g) ?? []).toEqual([]);
    expect(text.match(/registry\.[a-z]+\.[a-z]+/g) ?? []).toEqual([]);
  });

  // npm leaves the packages of other platforms out without a word, and `npm ci` then fails on those.
  test('holds every package that another one names, for all platforms', () => {
    const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => resolved(path, name) === undefined)
        .map((name) => `${name} (named by ${path})`),
    );
    expect(missing).toEqual([]);
  });

  test.each(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'])(
    'holds DuckDB for %s',
    (platform) => {
      const version = packages['node_modules/@duckdb/node-bindings']?.version;
      expect(version).toBeDefined();
      expect(packages[`node_modules/@duckdb/node-bindings-${platform}`]?.version).toBe(version);
    },
  );

  test('holds one graphql, which Apollo and type-graphql share', () => {
    expect(Object.keys(packages).filter((path) => /(^|\/)node_modules\/graphql$/.test(path))).toHaveLength(1);
  });
});
