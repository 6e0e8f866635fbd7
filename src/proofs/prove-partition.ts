import type { Engine, TableParts, TableVersion } from '../engine/engine.js';
import { partitionName } from '../model/model.js';
import type { PartitionValue } from '../plan/partition-columns.js';
import { outputOf } from '../plan/plan.js';
import { dialects } from '../sql/dialects/dialects.js';
import { toSql } from '../sql/to-sql.js';
import type { Known } from './ledger.js';
import { OUTSIDE, outsidePlan, type PartitionClaim, partitionColumn } from './partition-claim.js';

/** What the data said of a claim. */
export interface PartitionFinding {
  /** By the partition's value as a JSON list: rows in it that do not belong there, and the earliest time of these. */
  readonly outside: ReadonlyMap<string, { readonly rows: number; readonly first: string }>;
  /** The partitions that were looked at, where the engine knows them. */
  readonly parts: TableParts | null;
}

export type KnownPartitions = Known<PartitionClaim, PartitionFinding>;

/** More partitions than these are not named in a statement. */
const MOST_NAMED = 200;

/**
 * Looks at the partitions that have changed since, or at all.
 * @throws ProblemError of the engine
 */
export async function provePartition(
  claim: PartitionClaim,
  engine: Engine,
  signal: AbortSignal,
  before: PartitionFinding | null = null,
): Promise<PartitionFinding> {
  const parts = partsOf(claim, engine.versionsOf(claim.tables));
  const changed = before && changedValues(claim, before.parts, parts);
  const only = changed !== null && changed.length <= MOST_NAMED ? changed : null;
  const found = only?.length === 0 ? new Map() : await ask(claim, only?.map(valueIn) ?? null, engine, signal);
  if (only === null || before === null || parts === null) return { outside: found, parts };
  const there = valuesOf(claim, parts);
  const kept = [...before.outside].filter(([value]) => there.has(value) && !only.includes(value));
  return { outside: new Map([...kept, ...found]), parts };
}

/**
 * The values whose partitions hold rows that do not belong there, or have changed since the finding; null where that is
 * not known, or are too many to name.
 */
export function notProven(
  claim: PartitionClaim,
  { outside, parts }: PartitionFinding,
  versions: readonly TableVersion[] | 'same',
): readonly PartitionValue[] | null {
  const changed = versions === 'same' ? [] : changedValues(claim, parts, partsOf(claim, versions));
  if (changed === null) return null;
  const values = [...new Set([...outside.keys(), ...changed])].sort();
  return values.length > MOST_NAMED ? null : values.map(valueIn);
}

/** `"ds" of "plays" does not follow from "started_at" within 3 days in 2 rows of 1 partition: …`; null where all do. */
export function outsideText({ dataset, partition }: PartitionClaim, { outside }: PartitionFinding): string | null {
  const [worst] = [...outside].sort(([, a], [, b]) => b.rows - a.rows);
  if (worst === undefined) return null;
  const [value, { rows, first }] = worst;
  const all = [...outside.values()].reduce((sum, each) => sum + each.rows, 0);
  const { late, columns, from } = partition;
  const names = columns.map(({ name }) => name);
  const span = late === null ? 'as declared' : `within ${late.count} ${late.grain}${late.count === 1 ? '' : 's'}`;
  return `"${partitionName(partition)}" of "${dataset.name}" does not follow from "${from}" ${span} in ${counted(all, 'row')} of ${counted(outside.size, 'partition')}: ${rows} ${placeOf(names, valueIn(value))}, with a time from ${first} on.`;
}

/** As Hive names the folder of a partition, where it has several columns. */
function placeOf(names: readonly string[], values: PartitionValue): string {
  const missing = names.find((_, at) => values[at] == null);
  if (missing !== undefined) return `without a "${missing}"`;
  return `in ${names.length === 1 ? values[0] : names.map((name, at) => `${name}=${values[at]}`).join('/')}`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function partsOf({ dataset }: PartitionClaim, versions: readonly TableVersion[]): TableParts | null {
  return versions.find(({ table }) => table === dataset.table)?.parts ?? null;
}

/** Values of the columns that some partition has. */
const valuesOf = (claim: PartitionClaim, { columns, states }: TableParts): ReadonlySet<string> =>
  new Set([...states.keys()].map(cut(placesOf(claim, columns))));

/** Values of the columns with a partition that is new, or in another state; null where that is not known. */
function changedValues(
  claim: PartitionClaim,
  before: TableParts | null,
  now: TableParts | null,
): readonly string[] | null {
  if (before === null || now === null || before.columns.join() !== now.columns.join()) return null;
  const places = placesOf(claim, now.columns);
  if (places.includes(-1)) return null;
  const changed = [...now.states].filter(([part, state]) => before.states.get(part) !== state);
  return [...new Set(changed.map(([part]) => cut(places)(part)))];
}

const placesOf = ({ partition }: PartitionClaim, columns: readonly string[]): readonly number[] =>
  partition.columns.map(({ name }) => columns.indexOf(name));

/** Of a partition's values, a JSON list, those at these places. */
const cut =
  (places: readonly number[]) =>
  (part: string): string => {
    const values = valueIn(part);
    return JSON.stringify(places.map((at) => values[at] ?? null));
  };

const valueIn = (list: string): PartitionValue => JSON.parse(list) as PartitionValue;

async function ask(
  { dataset, partition }: PartitionClaim,
  only: readonly PartitionValue[] | null,
  engine: Engine,
  signal: AbortSignal,
): Promise<PartitionFinding['outside']> {
  const plan = outsidePlan(dataset, partition, only);
  const columns = outputOf(plan);
  const { rowCount, values } = await engine.run(toSql(plan, columns, dialects[engine.name]), signal);
  const of = (name: string) => values[columns.findIndex((each) => each.name === name)] ?? [];
  const lies = partition.columns.map((_, at) => of(partitionColumn(at)));
  const [rows, first] = [of(OUTSIDE.rows), of(OUTSIDE.first)];
  return new Map(
    Array.from({ length: rowCount }, (_, row) => [
      JSON.stringify(lies.map((each) => (each[row] == null ? null : String(each[row])))),
      { rows: Number(rows[row]), first: String(first[row]) },
    ]),
  );
}
