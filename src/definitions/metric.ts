import { z } from 'zod';
import { didYouMean, listNames } from '../problems/did-you-mean.js';
import type { MetricDefinition } from './definitions.js';
import { readDescribed } from './described.js';
import { readFilter } from './filter.js';
import type { Kind } from './kinds/kind.js';
import { expression, KINDS } from './kinds/kinds.js';
import { readAliases, readLifecycle } from './lifecycle.js';
import type { Reading } from './reading.js';
import { type Snippet, snippet } from './snippet.js';
import { type Entry, get, isNothing, type MapTree, textUnder } from './tree.js';

/** Any metric, for editors; a file is checked against the shape of the one kind that it names. */
export const metricShape = z
  .union([...new Set(KINDS.values())].map((kind) => kind.shape))
  .meta({ id: 'Metric', title: 'Metric', description: 'What people ask for.' });

/** A new metric of each kind. */
export const metricSnippets = (): Snippet[] =>
  [...new Set(KINDS.values())].map((kind) => {
    const { title = '', description = '' } = z.globalRegistry.get(kind.shape) ?? {};
    return snippet(title.toLowerCase(), description, { $name: kind.example });
  });

export function readMetric(reading: Reading, entry: Entry, metrics: MapTree): MetricDefinition | undefined {
  const what = `Metric "${entry.key}"`;
  const isNamed = reading.isName(entry.key, entry.start, 'A metric', metrics);
  const { value } = entry;
  if (value.kind !== 'map') {
    const hint =
      value.kind === 'scalar' && !isNothing(value) ? `Write {expression: ${JSON.stringify(value.text)}}.` : undefined;
    // A comma inside braces makes keys of the rest of an expression: its own message is enough.
    if (isNamed || value.kind === 'list')
      reading.refuse('INVALID_DEFINITION', value.start, `${what} must be a map of keys.`, hint);
    return undefined;
  }
  const kind = kindOf(reading, value, what);
  if (kind === undefined || reading.check(kind.shape, value, what, entry.start).size > 0) return undefined;
  const base = {
    ...readDescribed(value),
    ...readLifecycle(reading, value),
    name: reading.locatedKey(entry),
    aliases: readAliases(reading, value, what),
    unit: textUnder(value, 'unit'),
    format: textUnder(value, 'format'),
    where: readFilter(reading, value, what),
  };
  return kind.read(reading, base, value, what);
}

function kindOf(reading: Reading, metric: MapTree, what: string): Kind | undefined {
  const asked = get(metric, 'kind');
  if (asked === undefined) return expression;
  const name = asked.kind === 'scalar' ? asked.text : '';
  const kind = KINDS.get(name);
  if (kind !== undefined) return kind;
  const hint = didYouMean(name, KINDS.keys()) ?? `Kinds are ${listNames(KINDS.keys())}.`;
  return reading.refuse('INVALID_DEFINITION', asked.start, `${what} has the unknown kind "${name}".`, hint);
}
