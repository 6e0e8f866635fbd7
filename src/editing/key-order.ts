import { type Document, isMap, isScalar, type Pair, type Scalar, type YAMLMap } from 'yaml';

/** Keys that come first and last, in this order; those between stay as they were written. */
interface Order {
  readonly first: readonly string[];
  readonly last: readonly string[];
}

const WORDS = ['label', 'description', 'owner', 'tags', 'domain', 'tier', 'state', 'deprecated'];
const DOCUMENT: Order = {
  first: ['dataset', 'view', 'spine', 'calendar', ...WORDS, 'table', 'sql', 'tables', 'columns', 'key', 'time'],
  last: ['partition', 'cache', 'links', 'metrics'],
};
/** Of a dataset only: a view has its metrics first. */
const DATASET: Order = {
  ...DOCUMENT,
  last: ['partition', 'cache', 'links', 'dimensions', 'segments', 'metrics', 'rollups'],
};
const VIEW: Order = { ...DOCUMENT, last: ['metrics', 'dimensions'] };
const METRIC: Order = {
  first: ['kind', 'expression', 'inputs', 'of', 'numerator', 'denominator', 'base', 'conversion', 'steps', 'step'],
  last: ['where', 'empty', 'unit', 'format', ...WORDS, 'aliases'],
};
const LINK: Order = { first: ['to', 'on'], last: [] };
const MEMBER: Order = { first: ['type', 'expression', ...WORDS], last: ['values', 'hidden'] };

const INSIDE: Readonly<Record<string, Order>> = { metrics: METRIC, links: LINK, columns: MEMBER, dimensions: MEMBER };

/** Puts the keys of a definition in order; names of metrics, columns and the like stay where they are. */
export function orderKeys(document: Document): void {
  const top = document.contents;
  if (!isMap(top)) return;
  const isDataset = top.has('dataset');
  sortPairs(top, isDataset ? DATASET : top.has('view') ? VIEW : DOCUMENT);
  if (!isDataset) return;
  for (const [key, order] of Object.entries(INSIDE)) {
    const things = top.get(key, true);
    if (isMap(things)) for (const { value } of things.items) if (isMap(value)) sortPairs(value, order);
  }
}

function sortPairs(map: YAMLMap, { first, last }: Order): void {
  const rankOf = ({ key }: Pair): number => {
    const name = isScalar(key) ? String(key.value) : '';
    const early = first.indexOf(name);
    const late = last.indexOf(name);
    return early >= 0 ? early - first.length : late >= 0 ? late + 1 : 0;
  };
  const before = map.items[0]?.key as Scalar | undefined;
  const sorted = [...map.items].sort((a, b) => rankOf(a) - rankOf(b));
  const now = sorted[0]?.key as Scalar | undefined;
  if (before === undefined || now === undefined || before === now) {
    map.items = sorted;
    return;
  }
  const [header, comment] = aboveAndAbout([map.commentBefore, before.commentBefore].filter(Boolean).join('\n'));
  if (comment !== '') before.commentBefore = comment; // what stands above the first key goes with it
  map.commentBefore = header === '' ? null : header;
  before.spaceBefore = false;
  now.spaceBefore = false;
  map.items = sorted;
}

/** The line that names the schema to editors stays at the top, with what is above it. */
function aboveAndAbout(comment: string): readonly [string, string] {
  const lines = comment.split('\n');
  const last = lines.findLastIndex((line) => line.trimStart().startsWith('yaml-language-server:'));
  const [above, about] = [lines.slice(0, last + 1), lines.slice(last + 1)];
  return [above.join('\n'), about.join('\n').replace(/^\n+/, '')];
}
