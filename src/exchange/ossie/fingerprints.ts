import { createHash } from 'node:crypto';
import type { OssieModel } from './document.js';

/** By the name of a part of the plain model, such as `metric "revenue"`: what it says, as a short hash. */
export type Fingerprints = Readonly<Record<string, string>>;

/**
 * Of each part by itself, so that it can be told which was changed. Neither the order of keys and parts nor what other
 * vendors have added to the model changes it.
 */
export function fingerprintsOf(model: OssieModel): Fingerprints {
  const { datasets, relationships = [], metrics = [], custom_extensions: _, ...head } = model;
  const each = (what: string, parts: readonly { readonly name: string }[]): [string, string][] =>
    parts.map((part) => [`${what} "${part.name}"`, hashOf(part)]);
  return Object.fromEntries([
    ['the model', hashOf(head)],
    ...each('dataset', datasets),
    ...each('relationship', relationships),
    ...each('metric', metrics),
  ]);
}

/** What was changed, added or removed since, in words. */
export function changesSince(before: Fingerprints, now: Fingerprints): readonly string[] {
  const has = (of: Fingerprints, part: string): boolean => Object.hasOwn(of, part);
  return [
    ...Object.keys(now)
      .filter((part) => has(before, part) && before[part] !== now[part])
      .map((part) => `${part} was changed`),
    ...Object.keys(now)
      .filter((part) => !has(before, part))
      .map((part) => `${part} was added`),
    ...Object.keys(before)
      .filter((part) => !has(now, part))
      .map((part) => `${part} was removed`),
  ];
}

const hashOf = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex').slice(0, 16);

/** JSON with its keys in order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}
