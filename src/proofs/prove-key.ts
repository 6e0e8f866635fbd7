import type { Cell, Engine } from '../engine/engine.js';
import { outputOf } from '../plan/plan.js';
import { dialects } from '../sql/dialects/dialects.js';
import { toSql } from '../sql/to-sql.js';
import { type KeyClaim, nameOf } from './key-claim.js';
import { ROWS } from './key-plan.js';
import type { Known } from './ledger.js';

/** What the data said of a claim. */
export type Finding = { readonly holds: true } | Disproof;

export interface Disproof {
  readonly holds: false;
  /** The key that most rows share, in the order of the claim's. */
  readonly example: readonly Cell[];
  /** How many rows share it; of a history, how many begin before the one before has ended. */
  readonly rows: number;
}

export type KnownKeys = Known<KeyClaim, Finding>;

/** @throws ProblemError of the engine */
export async function proveKey(claim: KeyClaim, engine: Engine, signal: AbortSignal): Promise<Finding> {
  const columns = outputOf(claim.plan);
  const { rowCount, values } = await engine.run(toSql(claim.plan, columns, dialects[engine.name]), signal);
  if (rowCount === 0) return { holds: true };
  const cell = (name: string): Cell => values[columns.findIndex((each) => each.name === name)]?.[0] ?? null;
  return { holds: false, example: claim.key.map(cell), rows: Number(cell(ROWS)) };
}

/** `"member_id" of "members" is not unique: 17 stands in 3 rows.` */
export function disproofText(claim: KeyClaim, { example, rows }: Disproof): string {
  const types = new Map(outputOf(claim.plan).map((column) => [column.name, column.type]));
  const shown = (cell: Cell, name: string): string =>
    cell === null || types.get(name) !== 'text' ? String(cell) : `"${cell}"`;
  const value = claim.key.map((name, index) => shown(example[index] ?? null, name)).join(', ');
  return claim.during === null
    ? `${nameOf(claim)} is not unique: ${value} stands in ${rows} rows.`
    : `${nameOf(claim)} holds twice at one time: for ${value}, ${rows === 1 ? 'a row begins' : `${rows} rows begin`} before the one before it has ended (${claim.during.from}, ${claim.during.to}).`;
}
