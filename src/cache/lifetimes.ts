import type { TableVersion } from '../engine/engine.js';
import { tablesRead } from '../expressions/select.js';
import type { Model } from '../model/model.js';
import type { Lifetime } from '../time/lifetime.js';

/** Kept rows are given where their tables are known not to have changed, and for 30 seconds where nobody can know. */
export const USUAL_LIFETIME: Lifetime = {
  maxAge: 30_000,
  closedMaxAge: 30_000,
  staleWhileRevalidate: 0,
  staleIfError: 0,
};

/**
 * For how long rows of these tables may be given: the shortest that any of them allows. Only tables that do not tell their
 * version say how long that is without a version.
 * @param usual of tables whose datasets say nothing
 */
export function lifetimeOver(model: Model, versions: readonly TableVersion[], usual: Lifetime): Lifetime {
  const rules = rulesOf(model);
  const over = (tables: readonly TableVersion[], key: keyof Lifetime): number =>
    Math.min(...tables.map(({ table }) => rules.get(table)?.[key] ?? usual[key]));
  const untold = versions.filter(({ isKnown = true }) => !isKnown);
  return {
    maxAge: over(untold, 'maxAge'),
    closedMaxAge: over(untold, 'closedMaxAge'),
    staleWhileRevalidate: over(versions, 'staleWhileRevalidate'),
    staleIfError: over(versions, 'staleIfError'),
  };
}

const made = new WeakMap<Model['datasets'], ReadonlyMap<string, Partial<Lifetime>>>();

/** By table. A table of several datasets has the strictest of their rules. */
function rulesOf({ datasets }: Model): ReadonlyMap<string, Partial<Lifetime>> {
  const known = made.get(datasets);
  if (known !== undefined) return known;
  const rules = new Map<string, Partial<Lifetime>>();
  for (const { table, select, cache } of datasets.values())
    for (const each of select ? tablesRead(select) : table === null ? [] : [table])
      if (cache !== undefined) rules.set(each, strictest(rules.get(each) ?? {}, cache));
  made.set(datasets, rules);
  return rules;
}

function strictest(one: Partial<Lifetime>, other: Partial<Lifetime>): Partial<Lifetime> {
  const merged: { -readonly [Key in keyof Lifetime]?: number } = { ...one };
  for (const [key, value] of Object.entries(other) as [keyof Lifetime, number][])
    merged[key] = Math.min(value, merged[key] ?? value);
  return merged;
}
