import { isMap, isScalar, type Pair, parseAllDocuments, stringify, type YAMLMap } from 'yaml';
import { appendPair, indentOf } from './append-pair.js';
import { edited } from './edits.js';

/** The keys of a metric, in their order, as YAML takes them. */
export type MetricKeys = Readonly<Record<string, string | readonly string[]>>;

const READ = { version: '1.2', schema: 'core', merge: false, uniqueKeys: false } as const;

/**
 * The file with a metric more, the last one of its dataset, written as the others there are: in braces or in lines.
 * Comments and layout stay. Undefined where the file is written so that none can be added.
 */
export function withMetric(text: string, dataset: string, name: string, keys: MetricKeys): string | undefined {
  const top = mapOf(text, dataset);
  const pair = top?.items.find(({ key }) => isScalar(key) && key.value === 'metrics');
  if (top === undefined) return undefined;
  const metrics = pair?.value;
  if (pair === undefined) {
    const edit = top.flow ? undefined : appendPair(text, top, `metrics:\n${lines(name, keys, '  ')}`);
    return edit && edited(text, [edit]);
  }
  if (isMap(metrics) && metrics.items.length > 0) {
    const map = metrics as YAMLMap;
    const edit = appendPair(
      text,
      map,
      map.flow ? braces(name, keys) : lines(name, keys, indentOf(text, map)).trimStart(),
    );
    return edit && edited(text, [edit]);
  }
  return instead(text, pair, `\n${lines(name, keys, '  ')}`);
}

/** `metrics:` that holds nothing, or `{}`. */
function instead(text: string, { key, value }: Pair, by: string): string | undefined {
  const end = isScalar(key) ? key.range?.[1] : undefined;
  if (end === undefined || text[end] !== ':') return undefined;
  const range = isMap(value) || isScalar(value) ? value.range : undefined;
  const until = isMap(value) && range ? range[1] : end + 1;
  return edited(text, [{ at: end + 1, length: until - end - 1, text: by }]);
}

function mapOf(text: string, dataset: string): YAMLMap | undefined {
  const documents = parseAllDocuments(text, READ);
  if (!Array.isArray(documents)) return undefined;
  const found = documents.find(({ contents }) => isMap(contents) && String(contents.get('dataset')) === dataset);
  return found?.contents as YAMLMap | undefined;
}

const lines = (name: string, keys: MetricKeys, indent: string): string =>
  stringify({ [name]: keys }, { lineWidth: 0 })
    .trimEnd()
    .split('\n')
    .map((line) => indent + line)
    .join('\n');

const braces = (name: string, keys: MetricKeys): string =>
  `${name}: ${stringify(keys, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trimEnd()}`;
