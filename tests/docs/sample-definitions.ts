import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { findDefinitionFiles } from '../../src/definitions/files.js';
import { blocksOf } from './page.js';

/** Pages whose YAML goes into the definitions of the sample. */
const PAGES = ['README.md', 'docs/definitions.md', 'docs/rollups.md', 'CONTRIBUTING.md'];

/** A block of YAML, and the file that its first line names: `# metrics/streaming/plays.yaml`. */
export interface Excerpt {
  readonly title: string;
  readonly path: string | undefined;
  readonly content: unknown;
}

type Keys = Readonly<Record<string, unknown>>;

export const excerpts: readonly Excerpt[] = PAGES.flatMap((page) =>
  blocksOf(readFileSync(page, 'utf8')).flatMap(({ language, text, line }) =>
    language !== 'yaml'
      ? []
      : [{ title: `${page}:${line}`, path: /^# (\S+\.yaml)\n/.exec(text)?.[1], content: parse(text) as unknown }],
  ),
);

const definitions = excerpts.filter(({ path }) => path?.startsWith('metrics/'));

/** The definitions of the sample with all that the pages add to them. */
export function sampleDefinitions(): readonly { readonly path: string; readonly text: string }[] {
  const contents = new Map<string, unknown>(
    findDefinitionFiles('.', 'metrics').files.map(({ path, text }) => [path, parse(text)]),
  );
  for (const { path = '', content } of definitions) contents.set(path, merge(contents.get(path), content));
  return [...contents].map(([path, content]) => ({ path, text: stringify(content) }));
}

/** Names of the metrics that the pages define. */
export const definedMetrics: readonly string[] = [
  ...new Set(definitions.flatMap(({ content }) => namesUnder((content as Keys).metrics))),
];

/** A view lists metrics; a dataset defines them. */
function namesUnder(metrics: unknown): string[] {
  return isKeys(metrics) ? Object.keys(metrics) : [];
}

function merge(old: unknown, added: unknown): unknown {
  if (!isKeys(old) || !isKeys(added)) return added;
  const changed = Object.entries(added).map(([key, value]) => [key, merge(old[key], value)]);
  return { ...old, ...Object.fromEntries(changed) };
}

function isKeys(value: unknown): value is Keys {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
