import { createHash } from 'node:crypto';
import type { Engine, TableParts, TableVersion } from '../engine/engine.js';
import { columnsOf, type Scalar } from '../expressions/scalar.js';
import type { Aggregate, Scan } from '../plan/plan.js';
import { leafOf } from '../reuse/leaf.js';
import { dialects } from '../sql/dialects/dialects.js';
import { toSql } from '../sql/to-sql.js';
import type { Holding } from './holding.js';
import { partitionOf, type Scope, timeOf } from './partitions.js';
import { ofParts, partText } from './source-parts.js';

/** A partition of the dataset's own table, as it was read, and the partitions of the rollup that its rows went to. */
export interface Origin {
  /** Its values, as a JSON list of texts. */
  readonly part: string;
  readonly state: string;
  readonly keys: readonly string[];
}

/** What is known of the partitions of a rollup's own table; null where the engine knows none, or the rollup has none itself. */
export function partsOf({ leaf, rollup, own }: Holding, versions: readonly TableVersion[]): TableParts | null {
  const { base } = leafOf(leaf);
  const time = timeOf(leaf, rollup);
  if (rollup.partition === null || time === null || base.kind !== 'scan' || base.select !== undefined) return null;
  if (!columnsOf(time).every(({ relation }) => relation === base.relation)) return null;
  return versions.find(({ table }) => table === own[0])?.parts ?? null;
}

/** Partitions that are new, gone, or in another state than when they were read. */
export function changedParts(origins: readonly Origin[], { states }: TableParts): readonly string[] {
  const then = new Map(origins.map(({ part, state }) => [part, state]));
  const now = [...states].filter(([part, state]) => then.get(part) !== shortened(state)).map(([part]) => part);
  return [...now, ...[...then.keys()].filter((part) => !states.has(part))];
}

/**
 * Where the rows of each partition go, as they are now: those that have changed are looked at, for the others it is known.
 * @param before null where nothing is known
 */
export async function originsNow(
  holding: Holding,
  parts: TableParts,
  before: readonly Origin[] | null,
  engine: Engine,
  signal: AbortSignal,
): Promise<readonly Origin[]> {
  const changed = before && new Set(changedParts(before, parts));
  const known = new Map(before?.map((origin) => [origin.part, origin]));
  const looked =
    changed?.size === 0 ? new Map<string, string[]>() : await keysByPart(holding, parts, changed, engine, signal);
  return [...parts.states].map(([part, state]) => {
    const same = changed?.has(part) === false ? known.get(part) : undefined;
    return same ?? { part, state: shortened(state), keys: looked.get(part) ?? [] };
  });
}

/** The partitions of the rollup to which rows of changed partitions went, or go now, and the partitions to read for them. */
export function scopeOf(
  some: readonly string[],
  before: readonly Origin[],
  now: readonly Origin[],
  columns: readonly string[],
): Scope {
  const changed = new Set(some);
  const keys = new Set([...before, ...now].flatMap((origin) => (changed.has(origin.part) ? origin.keys : [])));
  const from = now.filter((origin) => origin.keys.some((key) => keys.has(key))).map(({ part }) => part);
  return { kind: 'keys', keys: [...keys].sort(), columns, from };
}

async function keysByPart(
  { leaf, rollup }: Holding,
  { columns }: TableParts,
  some: ReadonlySet<string> | null,
  engine: Engine,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string[]>> {
  const base = leafOf(leaf).base as Scan;
  const time = timeOf(leaf, rollup) as Scalar;
  const root: Aggregate = {
    kind: 'aggregate',
    relation: 'origins',
    input: some === null ? base : { kind: 'filter', input: base, where: [ofParts(base, columns, [...some])] },
    groups: [
      ...columns.map((name, at) => ({ name: `part_${at}`, value: partText(base, name) })),
      { name: 'key', value: partitionOf(time, rollup) },
    ],
    measures: [],
  };
  const output = root.groups.map(({ name }) => ({ name, type: 'text' as const }));
  const { values, rowCount } = await engine.run(toSql(root, output, dialects[engine.name]), signal);
  const found = new Map<string, string[]>();
  for (let row = 0; row < rowCount; row++) {
    const cells = values.map((cells) => cells[row] ?? null);
    const part = JSON.stringify(cells.slice(0, -1));
    found.set(part, [...(found.get(part) ?? []), String(cells.at(-1))]);
  }
  return found;
}

const shortened = (state: string): string => createHash('sha1').update(state).digest('base64url').slice(0, 12);
