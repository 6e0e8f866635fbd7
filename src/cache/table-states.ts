import { createHash } from 'node:crypto';
import type { TableParts, TableVersion } from '../engine/engine.js';
import type { PartitionValue } from '../plan/partition-columns.js';
import { mayCount, type PartConditions, partConditions } from '../plan/parts-read.js';
import type { PlanNode } from '../plan/plan.js';
import type { TableState } from './key.js';

/**
 * The state of each table as far as a plan reads it: that of the partitions whose rows may count, where the engine knows
 * partitions, so that new ones and changes of others leave it as it is.
 * @param root with the conditions on partition columns that follow from those on times
 */
export function tableStates(root: PlanNode, versions: readonly TableVersion[]): readonly TableState[] {
  return versions.map(({ table, version, isKnown = true, parts }) => ({
    table,
    state: !isKnown ? null : parts === undefined ? version : stateOf(parts, partConditions(root, table, parts.columns)),
  }));
}

/** Since when all of these states are known to hold; null where a table does not tell its own. */
export function seenAt(versions: readonly TableVersion[], now: number): number | null {
  if (versions.some(({ isKnown = true }) => !isKnown)) return null;
  return Math.min(now, ...versions.map((version) => version.seenAt ?? now));
}

/** Of one look at a table: its partitions taken apart once, and what was asked of them. */
interface Looked {
  readonly parts: readonly { readonly values: PartitionValue; readonly line: string }[];
  readonly states: Map<string, string>;
}

const looks = new WeakMap<TableParts, Looked>();
const MOST_QUESTIONS = 1_000;

function stateOf(of: TableParts, conditions: PartConditions): string {
  const { parts, states } = lookedAt(of);
  const question = JSON.stringify(conditions);
  const known = states.get(question);
  if (known !== undefined) return known;
  const hash = createHash('sha1');
  for (const { values, line } of parts) if (mayCount(conditions, of.columns, values)) hash.update(line);
  const state = `parts-${hash.digest('hex')}`;
  if (states.size >= MOST_QUESTIONS) states.clear();
  states.set(question, state);
  return state;
}

function lookedAt(of: TableParts): Looked {
  const known = looks.get(of);
  if (known !== undefined) return known;
  const parts = [...of.states]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([part, state]) => ({ values: JSON.parse(part) as PartitionValue, line: JSON.stringify([part, state]) }));
  const looked = { parts, states: new Map<string, string>() };
  looks.set(of, looked);
  return looked;
}
